using System.Globalization;
using System.Text;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Messages;

namespace Webhook.Tests.Core.Dsl;

/// <summary>The words that tests are written in.</summary>
internal sealed partial class Lived
{
    public const string Url = "https://example.com/hook";

    public SubscriptionView View => Viewing.View(Policy, Durable, Id, "node:4053", Flight.Attempts.Length, Now);

    public Phase Phase => View.Phase;

    /// <summary>Every POST that started, as <c>event +minutes:seconds</c>, oldest first.</summary>
    public IEnumerable<string> Started => Posts
        .Where(p => p.StartedAt is not null)
        .Select(p => $"{p.EventId} +{(int)p.StartedAfter.TotalMinutes}:{p.StartedAfter.Seconds.ToString("00", CultureInfo.InvariantCulture)}");

    public IEnumerable<string> OpenIds => Open.Select(p => p.EventId);

    public IEnumerable<string> OutboxIds => Durable.Held.Outbox.Values.Select(e => e.EventId);

    public IEnumerable<string> ParkedIds => Durable.Held.Parked.Values.Select(e => e.EventId);

    /// <summary>A subscription that was created at the epoch.</summary>
    public static Lived Active(int maxInFlight = 1, DeliveryPolicy? policy = null)
    {
        var lived = new Lived { Policy = policy ?? Standard };
        lived.Put(url: Url, maxInFlight: maxInFlight);
        return lived;
    }

    /// <summary>A subscription that spent its budget on the event <c>a</c>, 15 minutes after the epoch.</summary>
    public static Lived Suspended(int maxInFlight = 1, DeliveryPolicy? policy = null)
    {
        var lived = Active(maxInFlight, policy);
        lived.Endpoint = _ => End.Broken;
        lived.Accept("a");
        lived.Pass(TimeSpan.FromMinutes(15));
        lived.Endpoint = _ => null;
        Assert.Equal(Phase.Suspended, lived.Phase);
        return lived;
    }

    /// <summary>A subscription with two events at once, <c>a</c> in flight and <c>b</c> behind it.</summary>
    public static Lived Brisk()
    {
        var lived = Active();
        lived.WaitsForCompany = true;
        lived.AcceptAll("a", "b");
        return lived;
    }

    public Receipt? Accept(string eventId, string? payload = null) => Accept(eventId, Encoding.UTF8.GetBytes(payload ?? eventId));

    public Receipt? Accept(string eventId, ReadOnlyMemory<byte> payload) => (Receipt?)Do(new AcceptEvent(Id, eventId, payload));

    public void AcceptAll(params string[] eventIds)
    {
        foreach (var eventId in eventIds)
        {
            Assert.IsNotType<Rejected>(Accept(eventId));
        }
    }

    /// <summary>Changes what is given; <c>""</c> removes.</summary>
    public object? Put(
        string? url = null, string? authorization = null, int? maxInFlight = null, string? secret = null, bool discard = false) =>
        Do(new PutSubscription(
            Id,
            new SettingsChange(
                Given(url),
                Given(authorization is null ? null : new Secret(authorization)),
                maxInFlight is null ? default : new Field<int?>(true, maxInFlight),
                Given(secret is null ? null : new Secret(secret))),
            discard));

    public object? Pause() => Do(new PauseSubscription(Id));

    public object? Resume() => Do(new ResumeSubscription(Id));

    public object? Cancel() => Do(new CancelSubscription(Id));

    public object? Replay(params string[] eventIds) => Do(new ReplayParkedEvents(Id, eventIds.Length == 0 ? null : eventIds));

    public object? ReplayDelivered(string eventId) => Do(new ReplayDeliveredEvent(Id, eventId, Encoding.UTF8.GetBytes(eventId)));

    public object? Drop(string eventId) => Do(new DropEvent(Id, eventId));

    /// <summary>Ends the open POST of <paramref name="eventId"/>.</summary>
    public void Finish(string eventId, End? end) => Finish(Open.First(p => p.EventId == eventId), end);

    public void Minutes(double minutes) => Pass(TimeSpan.FromMinutes(minutes));

    public void Seconds(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>What records of one kind tell, oldest first, also where they share a record with others.</summary>
    public IReadOnlyList<T> Recorded<T>()
        where T : SubscriptionEvent => Journal.SelectMany(e => e.Parts).OfType<T>().ToList();

    private static Field<T> Given<T>(T? value)
        where T : class => value is null ? default : new Field<T>(true, value);
}
