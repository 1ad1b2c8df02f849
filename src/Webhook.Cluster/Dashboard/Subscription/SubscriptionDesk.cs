using Webhook.Cluster.Api;
using Webhook.Cluster.Api.Events;
using Webhook.Cluster.Api.Subscriptions;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Secrets;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Dashboard.Subscription;

/// <summary>What the page of one subscription reads and changes, by the services that the API uses and within the session's rights.</summary>
internal sealed class SubscriptionDesk(
    SubscriptionClient client, EventHistory history, Replayer replayer, SecretVault secrets, AddressGuard guard, DeliveryOptions delivery, Operator session)
{
    /// <summary>How many events of each kind are shown.</summary>
    public const int EventsShown = 20;

    private static readonly CommandRejected NotYours = new(CommandFault.NotFound, null, "Your link does not open this subscription; ask for a new one.");

    /// <summary>All there is to show.</summary>
    /// <returns><see cref="Shown"/>, or a <see cref="CommandRejected"/>, also when the session may not see it.</returns>
    public async Task<object> ReadAsync(string id, CancellationToken cancellation)
    {
        var answer = await client.AskAsync(new GetSubscription(id), cancellation);
        if (answer is not SubscriptionView view)
        {
            return answer;
        }

        if (!await session.MaySeeAsync(view))
        {
            return NotYours;
        }

        var parts = await Task.WhenAll(
            client.AskAsync(new GetHeldEvents(id, Parked: false, 0, EventsShown), cancellation),
            client.AskAsync(new GetHeldEvents(id, Parked: true, 0, EventsShown), cancellation),
            client.AskAsync(new GetAttempts(id), cancellation));
        return parts is [EventList outbox, EventList parked, AttemptList attempts]
            ? new Shown(view, outbox.Events, parked.Events, attempts.Attempts)
            : parts.OfType<CommandRejected>().First();
    }

    /// <summary>All that is known of one event: <see cref="EventDetail"/>, or a <see cref="CommandRejected"/>.</summary>
    public async Task<object> EventAsync(SubscriptionView of, string eventId, CancellationToken cancellation)
    {
        if (await CurrentAsync(of, cancellation) is var current && current is not SubscriptionView)
        {
            return current;
        }

        var answer = await client.AskAsync(new GetEvent(of.Id, eventId), cancellation);
        return answer is not EventFound found
            ? answer
            : await history.DetailAsync(of.Id, eventId, found, cancellation)
                ?? (object)new CommandRejected(CommandFault.NotFound, null, "This event is not held, and it was not delivered within the retention.");
    }

    public Task<object> PauseAsync(SubscriptionView of) => session.ChangeAsync("pause", of.Id, () => client.AskAsync(new PauseSubscription(of.Id), default));

    public Task<object> ResumeAsync(SubscriptionView of) => OwnAsync("resume", of, () => client.AskAsync(new ResumeSubscription(of.Id), default));

    public Task<object> TestAsync(SubscriptionView of) =>
        OwnAsync("test", of, () => client.AskAsync(new SendTest(of.Id), default, SteeringEndpoints.TestPatience(delivery)));

    public Task<object> ReplayAsync(SubscriptionView of, string eventId) => OwnAsync("replay", of, () => replayer.ByIdAsync(of.Id, [eventId], default));

    public Task<object> ReplayAllAsync(SubscriptionView of) => OwnAsync("replay of all parked", of, () => replayer.AllParkedAsync(of.Id, default));

    /// <summary>Changes settings; customers may change the URL and the header value, and only operators the rest.</summary>
    public Task<object> ChangeAsync(SubscriptionView of, SettingsChange change) => change.MaxInFlight.IsGiven || change.SigningSecret.IsGiven
        ? session.ChangeAsync("change of settings", of.Id, () => StillAsync(of, () => PutAsync(of.Id, change)))
        : OwnAsync("change of settings", of, () => PutAsync(of.Id, change));

    private async Task<object> PutAsync(string id, SettingsChange change)
    {
        var (hidden, fault) = secrets.Seal(change);
        var answer = fault ?? await client.AskAsync(new PutSubscription(id, hidden, Discard: false), default);
        return answer is SubscriptionStored { View: var view } ? view with { Warning = guard.Foresees(new Uri(view.CallbackUrl)) } : answer;
    }

    private Task<object> OwnAsync(string what, SubscriptionView of, Func<Task<object>> change) => session.ChangeAsync(what, of, () => StillAsync(of, change));

    /// <summary>Makes a change if the subscription is still the one that the page shows, and not cancelled: a change would begin a new generation.</summary>
    private async Task<object> StillAsync(SubscriptionView of, Func<Task<object>> change) => await CurrentAsync(of, default) switch
    {
        SubscriptionView { Phase: Phase.Cancelled } => new CommandRejected(CommandFault.Conflict, null, "It is cancelled, so nothing is sent any more."),
        SubscriptionView => await change(),
        var other => other,
    };

    /// <summary>The subscription as it is now; a <see cref="CommandRejected"/> when it is another generation, or not this session's.</summary>
    private async Task<object> CurrentAsync(SubscriptionView of, CancellationToken cancellation) =>
        await client.AskAsync(new GetSubscription(of.Id), cancellation) switch
        {
            SubscriptionView now when now.Generation != of.Generation || !await session.MaySeeAsync(now) => NotYours,
            var answer => answer,
        };
}
