using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Messages;

namespace Webhook.MicroBench;

/// <summary>What the benchmarks work on: an event with a payload of about 600 bytes, and a subscription that has seen a thousand.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly DeliveryPolicy Policy = new(TimeSpan.FromMinutes(5), 3, 10_000, AllowHttp: false);

    public static readonly LessonCompleted Lesson = new(
        "customer-1",
        "event-1",
        new User("1", "Sample Sampleson", "sample@example.com")
        {
            ExtUid = "1234567890",
            CustomFields = new CustomFields().Add("Custom Field Name", "Custom Field Value").Add("Department", "Research and Development").Add("Location", "Building 7, second floor"),
        },
        new Lesson("1000", "A Sample Lesson") { RetakeScore = 85 },
        Now)
    {
        ScorePercent = 100.0m,
        StartedAt = Now.AddSeconds(-2),
        AssignedAt = Now.AddSeconds(-6),
        ReportCardUrl = "https://example.com/report_cards/1",
    };

    public static readonly RenderedEvent Rendered = LessonPayload.ToRendered(Lesson);

    public static AcceptEvent Accept(string eventId) => new("customer-1", eventId, Rendered.Payload);

    /// <summary>A subscription that remembers a thousand delivered events and holds none.</summary>
    public static SubscriptionState Busy()
    {
        var state = Apply(SubscriptionState.Initial, new PutSubscription("customer-1", SettingsChange.None with { CallbackUrl = new(true, "https://example.com/hook") }, Discard: false));
        for (var i = 0; i < 1_000; i++)
        {
            state = Apply(state, Accept($"earlier-{i}"));
            state = Apply(state, Delivered(state.Held.Outbox.Values.Single(), state));
        }

        return state;
    }

    public static RecordDeliveries Delivered(HeldEvent held, SubscriptionState state)
    {
        var attempt = Attempt.Of(state, held);
        var result = new PostResult(Outcome.Delivered, 200, null, "", null, TimedOut: false, Now, TimeSpan.FromMilliseconds(3));
        return new RecordDeliveries("customer-1", [new RecordOutcome("customer-1", attempt, result)]);
    }

    public static SubscriptionState Apply(SubscriptionState state, SubscriptionCommand command, DateTimeOffset? now = null) =>
        Decisions.Decide(Policy, state, command, now ?? Now).Events.Aggregate(state, Evolution.Apply);
}
