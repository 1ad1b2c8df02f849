using Webhook.Cluster.Api;
using Webhook.Cluster.Api.Events;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Summary;

namespace Webhook.Cluster.Dashboard.Subscriptions;

/// <summary>What can be done to all subscriptions of a filter.</summary>
/// <param name="Name">The call's word.</param>
/// <param name="Verb">How a button names it.</param>
/// <param name="Effect">What it does, in a sentence.</param>
/// <param name="Narrow">The subscriptions of a filter that it is for.</param>
/// <param name="Make">Makes the change to one.</param>
public sealed record BulkAction(
    string Name,
    string Verb,
    string Effect,
    Func<SummaryFilter, SummaryFilter> Narrow,
    Func<IServiceProvider, string, CancellationToken, Task<object>> Make)
{
    public static IReadOnlyList<BulkAction> All { get; } =
    [
        new("pause", "Pause", "They accept and queue, and send nothing until they are resumed.", filter => filter, Ask(id => new PauseSubscription(id))),
        new("resume", "Resume", "They try now, with a fresh budget.", filter => filter, Ask(id => new ResumeSubscription(id))),
        new(
            "replay",
            "Replay parked events of",
            "All their parked events go to the end of the outbox and are sent again.",
            filter => filter with { WithParked = true },
            (services, id, cancellation) => services.GetRequiredService<Replayer>().AllParkedAsync(id, cancellation)),
    ];

    private static Func<IServiceProvider, string, CancellationToken, Task<object>> Ask(Func<string, SubscriptionCommand> command) =>
        (services, id, cancellation) => services.GetRequiredService<SubscriptionClient>().AskAsync(command(id), cancellation);
}
