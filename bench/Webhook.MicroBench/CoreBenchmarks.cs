using BenchmarkDotNet.Attributes;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.MicroBench;

/// <summary>The pure core: an event accepted and delivered, decided and applied.</summary>
[MemoryDiagnoser]
public class CoreBenchmarks
{
    private SubscriptionState _idle = null!;
    private SubscriptionState _holding = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _idle = Samples.Busy();
        _holding = Samples.Apply(_idle, Samples.Accept("event-1"));
    }

    [Benchmark]
    public SubscriptionState Accept() => Samples.Apply(_idle, Samples.Accept("event-1"));

    [Benchmark]
    public SubscriptionState Deliver() => Samples.Apply(_holding, Samples.Delivered(_holding.Held.Outbox[_holding.Held.Places["event-1"]], _holding));

    [Benchmark]
    public Plan Plan() => Planner.Next(_holding, _holding, Flight.None, Samples.Now);
}
