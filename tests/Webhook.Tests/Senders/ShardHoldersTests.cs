using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Util;
using Microsoft.Extensions.Time.Testing;
using Webhook.Cluster.Gateway;
using Webhook.Cluster.Subscriptions.Actor;

namespace Webhook.Tests.Senders;

public sealed class ShardHoldersTests
{
    private const string Id = "customer-1";
    private static readonly Address Elsewhere = OnePeer.Elsewhere;

    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _asked = [];
    private readonly FarGateway _gateway = new();
    private readonly OnePeer _peers;
    private readonly ShardHolders _holders;

    public ShardHoldersTests()
    {
        _peers = new OnePeer(_gateway);
        _holders = new ShardHolders(_asked.Add, _peers, _clock);
    }

    [Fact]
    public void What_nobody_has_said_yet_goes_by_the_region_which_is_asked_once()
    {
        Assert.Null(_holders.Of(Id));
        Assert.Null(_holders.Of(Id));
        Assert.Equal([Id], _asked);
    }

    [Fact]
    public void What_another_node_holds_goes_to_its_gateway()
    {
        Assert.Null(_holders.Of(Id));
        Learn(Elsewhere);
        Assert.Same(_gateway, _holders.Of(Id));
        Assert.Single(_asked);
    }

    [Fact]
    public void Subscriptions_of_one_shard_share_the_answer()
    {
        var sibling = Enumerable.Range(2, 10_000).Select(i => $"customer-{i}").First(id => ShardOf(id) == ShardOf(Id));
        var other = Enumerable.Range(2, 10_000).Select(i => $"customer-{i}").First(id => ShardOf(id) != ShardOf(Id));
        _holders.Of(Id);
        Learn(Elsewhere);
        Assert.Same(_gateway, _holders.Of(sibling));
        Assert.Null(_holders.Of(other));
        Assert.Equal([Id, other], _asked);
    }

    [Fact]
    public void An_answer_counts_for_a_second_and_on_until_the_next()
    {
        _holders.Of(Id);
        Learn(Elsewhere);
        _clock.Advance(ShardHolders.Fresh);
        Assert.Same(_gateway, _holders.Of(Id));
        Assert.Equal(2, _asked.Count);
        Learn(_peers.Here);
        Assert.Null(_holders.Of(Id));
    }

    [Fact]
    public void An_answer_that_nobody_has_asked_for_anew_for_long_does_not_count()
    {
        _holders.Of(Id);
        Learn(Elsewhere);
        _clock.Advance(2 * ShardHolders.Fresh);
        Assert.Null(_holders.Of(Id));
        Learn(Elsewhere);
        Assert.Same(_gateway, _holders.Of(Id));
    }

    [Fact]
    public void A_region_that_does_not_answer_any_more_gets_the_events_itself()
    {
        _holders.Of(Id);
        Learn(Elsewhere);
        _clock.Advance(ShardHolders.Fresh);
        Assert.Same(_gateway, _holders.Of(Id));
        _clock.Advance(ShardHolders.Fresh);
        Assert.Null(_holders.Of(Id));
        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public void What_this_node_holds_is_asked_for_more_seldom()
    {
        _holders.Of(Id);
        Learn(_peers.Here);
        _clock.Advance(ShardHolders.FreshHere - TimeSpan.FromTicks(1));
        Assert.Null(_holders.Of(Id));
        Assert.Single(_asked);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_holders.Of(Id));
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public void What_the_region_does_not_know_yet_is_asked_for_again_soon()
    {
        _holders.Of(Id);
        Learn(Address.AllSystems);
        Assert.Null(_holders.Of(Id));
        _clock.Advance(ShardHolders.Fresh);
        Assert.Null(_holders.Of(Id));
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public void A_node_that_takes_no_more_is_forgotten_at_once()
    {
        _holders.Of(Id);
        Learn(Elsewhere);
        _holders.Forget(_peers.Here);
        Assert.Same(_gateway, _holders.Of(Id));
        _holders.Forget(Elsewhere);
        Assert.Null(_holders.Of(Id));
    }

    [Fact]
    public void What_the_region_says_of_a_shard_that_nobody_asked_for_is_nothing()
    {
        Learn(Elsewhere);
        Assert.Null(_holders.Of(Id));
    }

    private static string ShardOf(string id) => new SubscriptionRegion().ShardId(id, null);

    private void Learn(Address address) => _holders.Learn(new EntityLocation(Id, ShardOf(Id), address, Option<IActorRef>.None));
}
