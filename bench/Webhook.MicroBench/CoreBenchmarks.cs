using BenchmarkDotNet.Attributes;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.MicroBench;

/// <summary>The pure core: an event accepted and delivered, decided and applied.</summary>
[MemoryDiagnoser]
public class CoreBenchmarks
{
    private SubscriptionState _state = null!;
    private SubscriptionState _holding = null!;
    private long _next;

    [GlobalSetup]
    public void SetUp()
    {
        _state = Samples.Busy();
        _holding = Samples.Apply(Samples.Busy(), Samples.Accept("event-1"));
    }

    /// <summary>Goes on from state to state, as an actor does; a minute passes with each, so that old ids are forgotten.</summary>
    [Benchmark]
    public SubscriptionState AcceptAndDeliver()
    {
        var now = Samples.Now.AddMinutes(++_next);
        _state = Samples.Apply(_state, Samples.Accept($"event-{_next}"), now);
        return _state = Samples.Apply(_state, Samples.Delivered(_state.Held.Outbox.Values.Single(), _state), now);
    }

    [Benchmark]
    public Plan Plan() => Planner.Next(_holding, _holding, Flight.None, Samples.Now);
}
