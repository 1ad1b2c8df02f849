using Akka.Actor;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions.Summary;

namespace Webhook.Cluster.Telemetry.Reports;

/// <summary>Answers other nodes how this one fares.</summary>
public sealed class NodeReporter : ReceiveActor
{
    /// <summary>The actor's name, at <c>/user</c> of every node.</summary>
    public const string Name = "node-reporter";

    /// <summary>Answers with what <paramref name="report"/> gives.</summary>
    public NodeReporter(Func<NodeReport> report) => Receive<GetNodeReport>(_ => Sender.Tell(report()));
}

/// <summary>How this node fares.</summary>
internal sealed class NodeState(ActivityHistory history, PostSlots slots, SummaryLag lag, HealthGauges health)
{
    public NodeReport Report()
    {
        var (lastSlot, counts) = history.Read();
        return new NodeReport(
            lastSlot,
            counts(Activity.Accepted),
            counts(Activity.Delivered),
            counts(Activity.Failed),
            counts(Activity.Late),
            counts(Activity.JournalFailures),
            slots.InFlight,
            slots.Waiting,
            Math.Round(lag.Seconds, 1),
            health.Faults);
    }
}
