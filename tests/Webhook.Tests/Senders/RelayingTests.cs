using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Akka.Util;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Webhook.Cluster.Gateway;
using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Telemetry;
using Webhook.Messages;
using Webhook.Tests.Api;
using Webhook.Tests.Telemetry;

namespace Webhook.Tests.Senders;

/// <summary>A gateway between a sender, the shard region of its node, and the gateway of another one.</summary>
public sealed class RelayingTests : TestKit, IAsyncLifetime
{
    private const string Id = "customer-1";

    private readonly Measured _measured = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly TestProbe _region;
    private readonly TestProbe _elsewhere;
    private readonly TestProbe _sender;
    private OnePeer _peers = null!;
    private ApiNode _node = null!;
    private IActorRef _gateway = null!;

    public RelayingTests() => (_region, _elsewhere, _sender) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());

    public async Task InitializeAsync()
    {
        _node = await ApiNode.StartAsync();
        await _node.CreateAsync(Id, "http://127.0.0.1:1/");
        var known = _node.Services.GetRequiredService<KnownSubscriptions>();
        await known.ExistsAsync(Id, CancellationToken.None);
        var meter = new WebhookMeter(_measured.Meters);
        _peers = new OnePeer(_elsewhere.Ref);
        _gateway = Sys.ActorOf(Props.Create(() => new LessonGateway(_region.Ref, known, meter, _peers, _clock)));
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public void Events_go_to_the_node_that_holds_their_subscription_together_once_the_region_has_told_and_so_do_their_receipts()
    {
        _gateway.Tell(Batch(1), _sender);
        Assert.Equal(Id, _region.ExpectMsg<GetEntityLocation>().EntityId);
        Assert.Equal("1", _region.ExpectMsg<AcceptEvent>().EventId);
        _region.Reply(new Accepted(Id, "1"));
        Assert.Equal(["1"], Receipts(1));

        TellHolder();
        _gateway.Tell(Batch(2, 3), _sender);
        Assert.Equal(["2", "3"], _elsewhere.ExpectMsg<RelayedEvents>().Batch.Events.Select(e => e.EventId));
        // The gateway tells the region before it relays, so whatever was meant for that is there.
        Assert.False(_region.HasMessages);
        _elsewhere.Reply(new ReceiptBatch([new Accepted(Id, "2"), new Duplicate(Id, "3")]));
        Assert.Equal(["2", "3"], Receipts(2));
        Assert.Equal(2, _measured.Count("webhook.events.relayed"));
    }

    [Fact]
    public void An_event_that_came_by_itself_goes_on_by_itself_and_its_receipt_goes_straight_to_its_sender()
    {
        _gateway.Tell(Event(1), _sender);
        _region.ExpectMsg<GetEntityLocation>();
        _region.ExpectMsg<AcceptEvent>();
        TellHolder();
        _gateway.Tell(Event(2), _sender);
        Assert.Equal("2", Assert.Single(_elsewhere.ExpectMsg<RelayedEvents>().Batch.Events).EventId);
        Assert.Equal(_sender.Ref, _elsewhere.Sender);
    }

    [Fact]
    public void What_another_node_sends_goes_to_the_region_without_a_further_look_and_its_receipts_go_back_together()
    {
        _gateway.Tell(new RelayedEvents(Batch(1, 2)), _sender);
        Assert.Equal("1", _region.ExpectMsg<AcceptEvent>().EventId);
        _region.Reply(new Accepted(Id, "1"));
        Assert.Equal("2", _region.ExpectMsg<AcceptEvent>().EventId);
        _region.Reply(new Accepted(Id, "2"));
        Assert.NotEqual(_sender.Ref, _region.Sender);
        Assert.Equal(["1", "2"], Receipts(2));
        Assert.Equal(0, _measured.Count("webhook.events.relayed"));
    }

    [Fact]
    public void One_event_alone_from_another_node_is_answered_to_whom_that_node_names()
    {
        _gateway.Tell(new RelayedEvents(Batch(1)), _sender);
        _region.ExpectMsg<AcceptEvent>();
        Assert.Equal(_sender.Ref, _region.Sender);
    }

    [Fact]
    public void A_gateway_whose_node_leaves_tells_the_others_and_still_passes_on_what_they_let_in_before()
    {
        _gateway.Tell(LessonGateway.Close.Instance);
        _elsewhere.ExpectMsg<RelayNoMore>();
        _gateway.Tell(new RelayedEvents(Batch(1)), _sender);
        Assert.Equal("1", _region.ExpectMsg<AcceptEvent>().EventId);
        _gateway.Tell(Event(2), _sender);
        Assert.Equal(RejectReason.Overloaded, _sender.ExpectMsg<Rejected>().Reason);
    }

    [Fact]
    public void A_gateway_whose_node_leaves_says_so_again_to_whoever_still_relays_to_it()
    {
        _gateway.Tell(LessonGateway.Close.Instance);
        _elsewhere.ExpectMsg<RelayNoMore>();
        _gateway.Tell(new RelayedEvents(Batch(1, 2)), new FarGateway());
        _elsewhere.ExpectMsg<RelayNoMore>();
        Assert.Equal("1", _region.ExpectMsg<AcceptEvent>().EventId);
        Assert.Equal("2", _region.ExpectMsg<AcceptEvent>().EventId);
        _gateway.Tell(new RelayedEvents(Batch(3)), _sender);
        Assert.Equal("3", _region.ExpectMsg<AcceptEvent>().EventId);
        Assert.False(_elsewhere.HasMessages);
    }

    [Fact]
    public void What_a_node_that_leaves_holds_goes_by_the_region_again_from_the_moment_it_says_so()
    {
        _peers.Gateway = new FarGateway();
        _gateway.Tell(Batch(1), _sender);
        _region.ExpectMsg<GetEntityLocation>();
        _region.ExpectMsg<AcceptEvent>();
        TellHolder();
        _gateway.Tell(RelayNoMore.Instance, _peers.Gateway);
        _gateway.Tell(Batch(2), _sender);
        Assert.Equal("2", _region.FishForMessage<AcceptEvent>(_ => true).EventId);
        Assert.Equal([OnePeer.Elsewhere], _peers.Closed);
    }

    [Fact]
    public void What_is_at_fault_is_answered_here_and_never_relayed()
    {
        _gateway.Tell(Batch(1), _sender);
        _region.ExpectMsg<GetEntityLocation>();
        TellHolder();
        _gateway.Tell(new EventBatch([new RenderedEvent(Id, "2", "{}"u8.ToArray()), Event(3)]), _sender);
        Assert.Equal("3", Assert.Single(_elsewhere.ExpectMsg<RelayedEvents>().Batch.Events).EventId);
        Assert.Equal(["2"], Receipts(1));
    }

    private static EventBatch Batch(params int[] numbers) => new([.. numbers.Select(Event)]);

    private static RenderedEvent Event(int number) => new(Id, $"{number}", LessonPayload.Render(Lessons.Sample(Id, $"{number}")));

    private void TellHolder() =>
        _gateway.Tell(new EntityLocation(Id, new SubscriptionRegion().ShardId(Id, null), OnePeer.Elsewhere, Option<IActorRef>.None));

    private List<string> Receipts(int count)
    {
        var ids = new List<string>();
        while (ids.Count < count)
        {
            var message = _sender.ReceiveOne(TimeSpan.FromSeconds(10));
            ids.AddRange((message is ReceiptBatch several ? several.Receipts : [Assert.IsAssignableFrom<Receipt>(message)]).Select(r => r.EventId));
        }

        return ids;
    }
}
