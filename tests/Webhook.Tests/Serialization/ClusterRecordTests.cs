using Akka.Actor;
using Akka.TestKit.Xunit2;
using Webhook.Cluster.Gateway;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Serialization;
using Webhook.Cluster.Telemetry.Reports;
using Webhook.Messages;
using Webhook.Tests.Golden;

namespace Webhook.Tests.Serialization;

public sealed class ClusterRecordTests : TestKit
{
    private const string Id = "customer-1";
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly ReadOnlyMemory<byte> Payload = "{\"a\":1}\n2"u8.ToArray();
    private static readonly EventView Event = new("event-1", "parked", At, null, 9, 4, At, 7);

    private static readonly SubscriptionView View = new(
        Id, 1, "https://example.com/hook", true, false, 1, Phase.Waiting, 2, 1, 3, At, new RetryView(1, 3, At, "The endpoint answered 500."), "127.0.0.1:4053");

    public static TheoryData<object> Messages() =>
    [
        new AcceptEvent(Id, "event-1", Payload),
        new PutSubscription(Id, SettingsChange.None with { CallbackUrl = "https://example.com", Authorization = (Secret?)null, MaxInFlight = 3, SigningSecret = new Secret("CfDJ8-new") { IsSealed = true } }, true),
        new CancelSubscription(Id), new PauseSubscription(Id), new ResumeSubscription(Id),
        new ReplayParkedEvents(Id, ["event-1"]),
        new ReplayDeliveredEvent(Id, "event-1", Payload),
        new DropEvent(Id, "event-1"), new SendTest(Id),
        new GetSubscription(Id), new GetHeldEvents(Id, true, 5, 10), new GetEvent(Id, "event-1"), new GetAttempts(Id), new GetGenerationStart(Id),
        new SubscriptionStored(true, View), View, new Replayed(2, ["event-9"]),
        new TestSent("test-1", new PostResult(Outcome.Failed, 503, null, "busy", TimeSpan.FromSeconds(30), false, At, TimeSpan.FromMilliseconds(12))),
        new CommandRejected(CommandFault.Conflict, "id", "It is cancelled."),
        Event, new EventList([Event], 7), new EventFound(Event, 7, "https://example.com", true, Payload), new GenerationStart(4),
        new AttemptList([new AttemptRecord("event-1", 7, At, 1.5, Outcome.Delivered, 200, null, null, false)]),
        new RelayedEvents(new EventBatch([new RenderedEvent(Id, "event-1", Payload), new RenderedEvent("customer-2", "event-2", Payload) { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" }])),
        RelayNoMore.Instance,
        GetNodeReport.Instance, new NodeReport(178_000_000, [0, 5], [0, 4], [1, 0], [0, 0], [0, 2], 3, 1, 0.2, ["journal: The database did not answer."]),
        HandOff.Instance, StopPassivated.Instance,
        new HandedBack(new AcceptEvent(Id, "event-1", Payload)),
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_between_nodes_is_written_and_read_as_it_always_was(object message) => GoldenFile.Check(ClusterRecords.Table, "cluster", message);

    [Fact]
    public void When_it_happened_goes_with_an_announcement() =>
        GoldenFile.Check(ClusterRecords.Table, "cluster", new AcceptEvent("_operations", "customer-1:7:suspended", Payload) { HappenedAt = At }, "news");

    [Fact]
    public void Every_manifest_has_a_golden_file() =>
        Assert.Equal(ClusterRecords.Table.Manifests.Order(StringComparer.Ordinal), GoldenFile.ManifestsOf("cluster"));

    [Fact]
    public void A_field_left_out_is_told_from_one_that_removes()
    {
        var put = new PutSubscription(Id, SettingsChange.None with { Authorization = (Secret?)null }, false);
        var read = (PutSubscription)ClusterRecords.Table.Read(ClusterRecords.Table.Write(put), "cp2");
        Assert.Equal(put, read);
        Assert.True(read.Change.Authorization.IsGiven);
        Assert.False(read.Change.SigningSecret.IsGiven);
    }

    [Fact]
    public void What_earlier_versions_send_is_still_read_and_a_secret_in_clear_is_never_sent()
    {
        var expected = new PutSubscription(Id, SettingsChange.None with { CallbackUrl = "https://example.com", Authorization = (Secret?)null, MaxInFlight = 3 }, true);
        Assert.Equal(expected, GoldenFile.Read(ClusterRecords.Table, "cluster", "cp1"));
        var clear = new PutSubscription(Id, SettingsChange.None with { Authorization = new Secret("Bearer a") }, false);
        Assert.ThrowsAny<Exception>(() => ClusterRecords.Table.Write(clear));
        Assert.ThrowsAny<Exception>(() => ClusterRecords.Table.Write(new HandedBack(clear)));
    }

    [Fact]
    public void Serializers_keep_the_identifiers_that_persisted_data_and_the_wire_know()
    {
        var system = (ExtendedActorSystem)Sys;
        Assert.Equal([8401, 8402, 8403], new[]
        {
            new Webhook.Messages.Serialization.MessagesSerializer(system).Identifier,
            new JournalSerializer(system).Identifier,
            new ClusterSerializer(system).Identifier,
        });
    }
}
