using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Falling asleep, moving to another node, stopping.</summary>
public sealed partial class SubscriptionActor
{
    private static readonly TimeSpan HandOffPatience = TimeSpan.FromSeconds(15);

    /// <summary>Passivation was asked for; from now on messages go back until the stop message comes.</summary>
    private bool _isPassivating;

    private ICancelable? _handOffTimer;

    private bool IsQuiet => _flight.Attempts.IsEmpty && _flight.Unrecorded.IsEmpty && _unconfirmed == 0 && !_testUnderWay && _waiting is not { Count: > 0 };

    private bool HasDueWork(Plan plan) => plan is not { Start: [], Wake: null } || _announcer.HasWork(_durable);

    private void StopOrSleepWhenDone(Plan plan)
    {
        if (_flight.IsStopping)
        {
            if (IsQuiet)
            {
                Context.Stop(Self);
            }

            return;
        }

        // An actor with something due stays: it is what the shard remembers and wakes after a crash.
        SetReceiveTimeout(IsQuiet && !HasDueWork(plan) ? _environment.PassivateAfter : null);
    }

    private void OnIdle()
    {
        if (!IsQuiet || HasDueWork(Planner.Next(_durable, _ahead, _flight, Now)))
        {
            return;
        }

        if (!_isPassivating)
        {
            ReportSummary(always: _durable.Generation > 0);
        }

        // Asked for again after each time as long as this, until the stop message comes: a shard that does not agree says nothing.
        _isPassivating = true;
        Context.Parent.Tell(new Passivate(StopPassivated.Instance));
        FaultPoint.Reach(FaultPoint.BeforePassivationStop);
    }

    /// <summary>
    /// The shard forgets an actor that it passivates, so one that took work in this window would be forgotten with it.
    /// </summary>
    private void HandBack(ISubscriptionMessage early) => _environment.Region().Tell(new HandedBack(early), Sender);

    private void OnHandOff()
    {
        _flight = _flight with { IsStopping = true };
        WithdrawAll();
        _handOffTimer = Context.System.Scheduler.ScheduleTellOnceCancelable(HandOffPatience, Self, GiveUpWaiting.Instance, Self);
        FlushDeliveries();
        Drive();
    }

    /// <summary>
    /// The journal's word that a write is over names no life. What it says to a life that an exception ended comes before the next one has
    /// recovered, and must not let that write twice at a time.
    /// </summary>
    protected override bool AroundReceive(Receive receive, object message) =>
        (IsRecovering && message is (WriteMessagesSuccessful or WriteMessagesFailed)) || base.AroundReceive(receive, message);

    /// <inheritdoc />
    protected override void PostStop()
    {
        _timer?.Cancel();
        _momentTimer?.Cancel();
        _handOffTimer?.Cancel();
        _announcingTimer?.Cancel();
        // What has not begun must not begin when this life is over: the next one begins it anew, or has been told not to.
        WithdrawAll();
        AnswerAllWaiting();
        base.PostStop();
    }

    /// <inheritdoc />
    protected override void PreRestart(Exception reason, object message)
    {
        AnswerAllWaiting();
        base.PreRestart(reason, message);
    }
}
