using BenchmarkDotNet.Attributes;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Cluster.Subscriptions.Serialization;
using Webhook.Messages.Serialization;

namespace Webhook.MicroBench;

/// <summary>What is written to the journal and to the wire.</summary>
[MemoryDiagnoser]
public class RecordBenchmarks
{
    private static readonly EventAccepted Accepted = new("event-1", Samples.Now, Samples.Rendered.Payload);
    private readonly byte[] _accepted = JournalRecords.Table.Write(Accepted);
    private readonly byte[] _rendered = MessagesSerializer.Table.Write(Samples.Rendered);
    private EventsDelivered _delivered = null!;

    [GlobalSetup]
    public void SetUp()
    {
        var state = Samples.Apply(Samples.Busy(), Samples.Accept("event-1"));
        _delivered = (EventsDelivered)Decisions.Decide(Samples.Policy, state, Samples.Delivered(state.Held.Outbox.Values.Single(), state), Samples.Now).Events.Single();
    }

    [Benchmark]
    public byte[] WriteAccepted() => JournalRecords.Table.Write(Accepted);

    [Benchmark]
    public object ReadAccepted() => JournalRecords.Table.Read(_accepted, JournalRecords.EventAccepted);

    [Benchmark]
    public byte[] WriteDelivered() => JournalRecords.Table.Write(_delivered);

    [Benchmark]
    public byte[] WriteMessage() => MessagesSerializer.Table.Write(Samples.Rendered);

    [Benchmark]
    public object ReadMessage() => MessagesSerializer.Table.Read(_rendered, "lc1");
}
