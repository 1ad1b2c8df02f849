using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Summary;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>The row of the summary table.</summary>
public sealed partial class SubscriptionActor
{
    private Shown? _reported;
    private int _reportedUndelivered;

    /// <summary>While the row is only assumed: in ticks of UTC, when it is written all the same; 0 once it was written.</summary>
    private long _assumedUntil;

    /// <summary>The state that was looked at last for something to report.</summary>
    private SubscriptionState? _lookedAt;

    /// <summary>
    /// A quiet subscription's row was written as it last fell asleep, and is again when it next does, or with the first thing that happens
    /// after as long: what a crash kept from the table is not missing for long.
    /// </summary>
    private void AssumeSummary()
    {
        if (_durable.Generation > 0 && _durable.Held.Count == 0 && SummaryNow() is { Phase: Phase.Idle } quiet)
        {
            _reported = quiet;
            _assumedUntil = (Now + _environment.PassivateAfter).UtcTicks;
        }
    }

    /// <summary>Reports when what lists show has changed; each delivery would write a row for each event.</summary>
    private void ReportSummary(bool always = false)
    {
        always |= _assumedUntil > 0 && Now.UtcTicks >= _assumedUntil;
        // Only a wait for a retry makes another phase of one and the same state, as time goes by.
        if (_durable.Generation == 0 || (!always && ReferenceEquals(_durable, _lookedAt) && _durable.Retry is null))
        {
            return;
        }

        _lookedAt = _durable;
        var now = SummaryNow();
        var undelivered = _durable.Held.Outbox.Count;
        if (!always && _reported == now && !SummaryRules.IsFarOff(now.Phase == Phase.Idle, _reportedUndelivered, undelivered, _environment.Policy.HeldEvents))
        {
            return;
        }

        _assumedUntil = 0;
        _reported = now;
        _reportedUndelivered = undelivered;
        _environment.ReportSummary(new SummaryRow(
            _id,
            new Uri(now.Url).Host,
            now.Phase.ToString(),
            undelivered,
            _durable.Held.Parked.Count,
            Viewing.NextDueAt(_durable),
            now.Generation,
            _durable.Sequence));
    }

    private Shown SummaryNow()
    {
        var phase = Viewing.PhaseOf(_durable, 0, Now);
        return new Shown(
            phase == Phase.Delivering ? Phase.Idle : phase,
            _durable.Held.Parked.Count,
            _durable.Settings!.CallbackUrl,
            Viewing.NextDueAt(_durable)?.UtcTicks ?? 0,
            _durable.Generation);
    }

    /// <summary>What lists show of a subscription, but for the count of what is undelivered, which changes with each event; the due time in ticks of UTC, 0 for none, since each subscription that is awake has one of these.</summary>
    private readonly record struct Shown(Phase Phase, int Parked, string Url, long DueAt, int Generation);
}
