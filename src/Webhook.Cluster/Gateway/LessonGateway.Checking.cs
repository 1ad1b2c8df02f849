using System.Diagnostics;
using Akka.Actor;
using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>What is looked at before an event goes on: its ids, whether its subscription exists, and only then its payload.</summary>
public sealed partial class LessonGateway
{
    private void Take(EventBatch batch)
    {
        var receipts = _collectors.Of(Sender);
        foreach (var rendered in batch.Events)
        {
            Take(rendered, receipts);
        }
    }

    private void Take(RenderedEvent rendered, IActorRef sender)
    {
        using var activity = Tracing.Begin("webhook gateway", ActivityKind.Server, rendered.TraceParent, rendered.SubscriptionId, rendered.EventId);
        if (EventCheck.CheckIds(rendered) is { } fault)
        {
            TurnAway(sender, fault);
            return;
        }

        var traced = activity is null ? rendered : rendered with { TraceParent = activity.Id };
        if (_isClosed)
        {
            TurnAway(sender, Overloaded(traced, "This node is leaving the cluster; send the event again."));
        }
        else if (_known.IsKnown(traced.SubscriptionId) && !_awaiting.Has(traced.SubscriptionId))
        {
            Forward(traced, sender);
        }
        else
        {
            Await(traced, sender);
        }
    }

    /// <summary>Reads the payload, for a subscription that exists only: it is most of what an event costs here.</summary>
    private void Forward(RenderedEvent rendered, IActorRef sender)
    {
        var (canonical, fault) = EventCheck.CheckPayload(rendered);
        if (canonical is null)
        {
            TurnAway(sender, fault!);
            return;
        }

        HandOver(canonical, sender);
    }

    private static Rejected Overloaded(RenderedEvent rendered, string detail) => Receipts.Overloaded(rendered.SubscriptionId, rendered.EventId, detail);

    private void TurnAway(IActorRef sender, Rejected rejected)
    {
        _meter.Answered(rejected);
        _turnedAway.Add(rejected, sender);
    }
}
