using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Core.Announcing;
using Webhook.Messages;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

public class OperatorsSubscriptionTests
{
    private static readonly DateTimeOffset Created = Lived.Epoch;
    private static readonly DeliveryPolicy Policy = Lived.Standard with { Retries = 0, HeldEvents = 1 };

    private readonly SubscriptionState _operators = After(SubscriptionState.Initial, Put());

    [Fact]
    public void It_takes_what_happened_since_it_was_created_and_no_old_news()
    {
        Assert.IsType<Accepted>(Receipt(Announced(Created)));
        var old = Assert.IsType<Rejected>(Receipt(Announced(Created.AddSeconds(-1))));
        Assert.Equal((RejectReason.Invalid, "It happened before this subscription was created."), (old.Reason, old.Detail));
        var recreated = After(After(_operators, new CancelSubscription(Ids.Operations), Created), Put(), Created.AddHours(1));
        Assert.Equal(Created.AddHours(1), recreated.News.OperatorsSince);
    }

    [Fact]
    public void It_takes_no_lesson_events()
    {
        var rejected = Assert.IsType<Rejected>(Receipt(Announced(Created) with { HappenedAt = null }));
        Assert.Equal(RejectReason.Invalid, rejected.Reason);
        Assert.Contains("operators", rejected.Detail, StringComparison.Ordinal);
        var (_, fault) = EventCheck.Check(new RenderedEvent(Ids.Operations, "event-1", LessonPayload.Render(Lessons.Sample("a", "event-1"))));
        Assert.Equal((RejectReason.Invalid, "subscription_id", rejected.Detail), (fault!.Reason, fault.Field, fault.Detail));
    }

    [Fact]
    public void Nothing_is_told_of_itself()
    {
        var held = After(_operators, Announced(Created));
        var attempt = new Attempt(held.Generation, held.Round, held.Control, held.Settings!, held.Sequence, held.Sequence, "x:1:suspended", Lived.Epoch);
        var suspended = After(held, new RecordOutcome(Ids.Operations, attempt, End.Broken.Result(Created, TimeSpan.Zero)));
        Assert.True(suspended.IsSuspended);
        Assert.Empty(suspended.News.Waiting);
    }

    [Theory]
    [InlineData("a.b", "a:b:17:suspended")]
    [InlineData("a-b_C", "a-b_C:17:suspended")]
    public void An_announcements_event_id_names_subscription_record_and_kind(string subscription, string expected) =>
        Assert.Equal(expected, Announced(Created, subscription).EventId);

    [Fact]
    public void The_longest_subscription_ids_stay_apart_within_128_characters()
    {
        var ids = new[] { new string('a', 128), new string('a', 127) + "b", new string('a', 127) + "." }.Select(id => Announced(Created, id).EventId).ToList();
        Assert.Equal(3, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Null(Ids.CheckEventId(id)));
    }

    private static AcceptEvent Announced(DateTimeOffset at, string subscription = "customer-1") =>
        AnnouncementBody.EventOf(subscription, new Announcement(17, AnnouncementTypes.Suspended, at, "example.com", 1, 0));

    private static PutSubscription Put() => new(Ids.Operations, SettingsChange.None with { CallbackUrl = "https://operators.example/hook" }, Discard: false);

    private static SubscriptionState After(SubscriptionState state, SubscriptionCommand command, DateTimeOffset? now = null) =>
        Decisions.Decide(Policy, state, command, now ?? Created).Events.Aggregate(state, Evolution.Apply);

    private object Receipt(AcceptEvent command) => Assert.IsType<Answer.Of>(Decisions.Decide(Policy, _operators, command, Created).Answer).Message;
}
