using Akka.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Records successes: those that come in within a moment share a record, if they may with the next event.</summary>
public sealed partial class SubscriptionActor
{
    /// <summary>Successes without a record; null when there are none.</summary>
    private List<RecordOutcome>? _delivered;
    private bool _writesDeliveries;
    private ICancelable? _momentTimer;

    private void OnDelivered(RecordOutcome outcome)
    {
        (_delivered ??= []).Add(outcome);
        if (_writesDeliveries)
        {
            return;
        }

        if (!RecordingRules.MayWait(_ahead, _flight, Now))
        {
            FlushDeliveries();
        }
        else
        {
            _momentTimer ??= Context.System.Scheduler.ScheduleTellOnceCancelable(RecordingRules.Moment, Self, MomentIsOver.Instance, Self);
        }
    }

    /// <summary>Decides on <paramref name="command"/>, together with the successes that wait if it is an event.</summary>
    /// <returns>The decision, and the successes that its record tells of; null for none.</returns>
    private (Decision Decision, List<RecordOutcome>? Recorded) DecideWithDeliveries(SubscriptionCommand command)
    {
        if (command is not AcceptEvent accept || _delivered is null)
        {
            return (Decisions.Decide(_environment.Policy, _ahead, command, Now), null);
        }

        var (decision, recordsThem) = RecordingRules.Decide(_environment.Policy, _ahead, accept, new RecordDeliveries(_id, _delivered), Now);
        return (decision, recordsThem ? _delivered : null);
    }

    /// <summary>Writes the successes that came in as one record; those that come in meanwhile share the next.</summary>
    private void FlushDeliveries()
    {
        if (_delivered is not { } outcomes)
        {
            return;
        }

        LetGo(outcomes);
        _writesDeliveries = true;
        var decision = Decisions.Decide(_environment.Policy, _ahead, new RecordDeliveries(_id, outcomes), Now);
        Persist(decision.Events, () =>
        {
            _writesDeliveries = false;
            OnRecorded(outcomes);
            FlushDeliveries();
        });
    }

    /// <summary>The record of <paramref name="outcomes"/> is about to be written: they wait no longer.</summary>
    private void LetGo(List<RecordOutcome>? outcomes)
    {
        if (outcomes is null)
        {
            return;
        }

        _delivered = null;
        _momentTimer?.Cancel();
        _momentTimer = null;
    }

    private void OnRecorded(List<RecordOutcome>? outcomes)
    {
        if (outcomes is not null)
        {
            _flight = _flight.Recorded(outcomes);
        }
    }
}
