using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Cluster.Subscriptions.Serialization;
using Webhook.Messages;
using Webhook.Messages.Serialization;

namespace Webhook.Tests.Telemetry;

public sealed class TraceParentTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(Parent, Parent)]
    [InlineData("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null)]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01", null)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\nx: y", null)]
    [InlineData("nonsense", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_malformed_traceparent_is_left_out_and_the_event_is_taken_all_the_same(string? given, string? kept)
    {
        var (canonical, fault) = EventCheck.Check(LessonPayload.ToRendered(Lessons.Sample("a", "e")) with { TraceParent = given });
        Assert.Null(fault);
        Assert.Equal(kept, canonical!.TraceParent);
    }

    [Fact]
    public void It_crosses_the_wire_and_stays_in_journal_and_snapshot_and_nothing_is_written_where_there_is_none()
    {
        var rendered = new RenderedEvent("a", "e", "{}"u8.ToArray()) { TraceParent = Parent };
        Assert.Equal(Parent, ((RenderedEvent)Copy(MessagesSerializer.Table, rendered)).TraceParent);
        Assert.Equal(Parent, ((AcceptEvent)Copy(ClusterRecords.Table, new AcceptEvent("a", "e", "{}"u8.ToArray()) { TraceParent = Parent })).TraceParent);
        var accepted = (EventAccepted)Copy(JournalRecords.Table, new EventAccepted("e", At, "{}"u8.ToArray()) { TraceParent = Parent });
        Assert.Equal(Parent, accepted.TraceParent);
        var state = new SubscriptionEvent[] { new SubscriptionCreated(1, new SubscriptionSettings("https://example.com", null, 1, null, null, null), At), accepted }
            .Aggregate(SubscriptionState.Initial, Evolution.Apply);
        Assert.Equal(Parent, ((SubscriptionSnapshot)Copy(JournalRecords.Table, new SubscriptionSnapshot(state, []))).State.Held.Find("e")!.TraceParent);
        Assert.DoesNotContain("trace", System.Text.Encoding.UTF8.GetString(MessagesSerializer.Table.Write(rendered with { TraceParent = null })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_knows_a_field_more_or_less_reads_the_same_event()
    {
        var read = (RenderedEvent)MessagesSerializer.Table.Read("{\"subscription_id\":\"a\",\"event_id\":\"e\",\"a_later_field\":1}\n{}"u8.ToArray(), "lc1");
        Assert.Equal(("a", "e", null), (read.SubscriptionId, read.EventId, read.TraceParent));
    }

    private static object Copy(RecordTable table, object value) => table.Read(table.Write(value), table.ManifestOf(value));
}
