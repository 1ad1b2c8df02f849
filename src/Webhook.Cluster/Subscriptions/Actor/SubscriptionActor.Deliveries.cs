using Akka.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Records successes: those that come in within a moment share a record, if they may with the next event.</summary>
public sealed partial class SubscriptionActor
{
    /// <summary>Successes without a record; null when there are none.</summary>
    private List<RecordOutcome>? _delivered;

    /// <summary>When the first of them came.</summary>
    private DateTimeOffset _deliveredSince;

    private bool _writesDeliveries;

    /// <summary>Runs on when an event's record takes along what it was set for: a busy subscription would set and cancel one for each event.</summary>
    private ICancelable? _momentTimer;

    private void OnDelivered(RecordOutcome outcome)
    {
        if (_delivered is null)
        {
            (_delivered, _deliveredSince) = ([], Now);
        }

        _delivered.Add(outcome);
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
            SetMomentTimer(RecordingRules.Moment);
        }
    }

    private void SetMomentTimer(TimeSpan wait) =>
        _momentTimer ??= Context.System.Scheduler.ScheduleTellOnceCancelable(wait, Self, MomentIsOver.Instance, Self);

    private void OnMomentIsOver()
    {
        _momentTimer = null;
        if (_delivered is not null && !_writesDeliveries)
        {
            WaitOn();
        }

        Drive();
    }

    /// <summary>Lets the successes wait for what is left of their moment, or writes them when that is over.</summary>
    private void WaitOn()
    {
        var waited = Now - _deliveredSince;
        // Below zero after the clock was set back.
        if (waited >= TimeSpan.Zero && waited < RecordingRules.Moment)
        {
            SetMomentTimer(RecordingRules.Moment - waited);
        }
        else
        {
            FlushDeliveries();
        }
    }

    /// <summary>Writes the successes that came in as one record; those that come in meanwhile share the next.</summary>
    private void FlushDeliveries()
    {
        if (_delivered is not null)
        {
            // An event's record takes them along, if it may.
            DecideOnArrived();
        }

        if (_delivered is not { } outcomes)
        {
            return;
        }

        (_delivered, _writesDeliveries) = (null, true);
        var decision = Decisions.Decide(_environment.Policy, _ahead, new RecordDeliveries(_id, outcomes), Now);
        Persist(decision.Events, null, () => OnRecorded(outcomes));
    }

    /// <summary>The record of <paramref name="outcomes"/> is durable: those that came in meanwhile wait for company, or are written now.</summary>
    private void OnRecorded(List<RecordOutcome> outcomes)
    {
        _writesDeliveries = false;
        _flight = _flight.Recorded(outcomes);
        _environment.Meter.DeliveredAfter(outcomes, _durable.Generation);
        if (_delivered is null)
        {
            return;
        }

        if (RecordingRules.MayWait(_ahead, _flight, Now))
        {
            WaitOn();
        }
        else
        {
            FlushDeliveries();
        }
    }
}
