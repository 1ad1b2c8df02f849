using Akka.Event;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Decides and persists.</summary>
public sealed partial class SubscriptionActor
{
    /// <summary>Records that are being written.</summary>
    private int _unconfirmed;

    /// <summary>Failures and refusals among them.</summary>
    private int _problemsUnrecorded;

    private bool _hadSetback;

    private void Execute(SubscriptionCommand command)
    {
        DecideOnArrived();
        FlushDeliveries();
        var decision = Decisions.Decide(_environment.Policy, _ahead, command, Now);
        if (decision.Answer is null)
        {
            var isProblem = command is RecordOutcome ? 1 : 0;
            _problemsUnrecorded += isProblem;
            Persist(decision.Events, null, () => _problemsUnrecorded -= isProblem);
            return;
        }

        WaitForJournal(new Waiting(Sender, command, IsAdmitted: false, Accepting: null));
        Persist(decision.Events, null, () => AnswerFirst(decision.Answer));
    }

    /// <summary>Writes <paramref name="events"/> and then, or once all earlier ones are durable, runs <paramref name="done"/>.</summary>
    /// <param name="events">The records.</param>
    /// <param name="after">What the only one makes of the state that runs ahead, if it is known.</param>
    /// <param name="done">What is to be done then.</param>
    private void Persist(IReadOnlyList<SubscriptionEvent> events, SubscriptionState? after, Action done)
    {
        if (events.Count == 0)
        {
            DeferAsync(done, then =>
            {
                then();
                // What kept the actor from sleep may have been no more than this answer, behind a record that was being written.
                Drive();
            });
            return;
        }

        if (events is [var only])
        {
            var then = _ahead = after ?? Evolution.Apply(_ahead, only);
            _unconfirmed++;
            PersistAsync(only, happened => OnConfirmed(happened, then, done));
            return;
        }

        var states = new Queue<SubscriptionState>(events.Count);
        foreach (var happened in events)
        {
            _ahead = Evolution.Apply(_ahead, happened);
            states.Enqueue(_ahead);
        }

        _unconfirmed += events.Count;
        PersistAllAsync(events, happened => OnConfirmed(happened, states.Dequeue(), states.Count == 0 ? done : null));
    }

    private void OnConfirmed(SubscriptionEvent happened, SubscriptionState after, Action? done)
    {
        _unconfirmed--;
        EndSetback();
        _environment.Meter.Recorded(happened, after);
        _environment.Outcomes.Recorded(_id, happened);
        if (after.Control != _durable.Control)
        {
            _freeSince = Now;
        }

        _durable = after;
        done?.Invoke();
        if (_unconfirmed == 0)
        {
            DecideOnArrived();
        }

        SnapshotWhenDue();
        Drive();
    }

    /// <summary>The life before could not record what came of its attempts; were they made again at once, the endpoint would get them every few seconds.</summary>
    private void HoldAfterSetback()
    {
        if (_environment.Setbacks.Of(_id) is not { } setback)
        {
            return;
        }

        _hadSetback = true;
        _flight = _flight with { Setback = setback };
        Log.Info("Subscription {0}: its last record could not be written; until one can, nothing is sent before {1:O}", _id, setback.Until);
    }

    /// <summary>Only where a POST was made, or begun, whose outcome is not recorded: an event that could not be accepted has made none.</summary>
    private void NoteSetback()
    {
        if (!_flight.Attempts.IsEmpty || !_flight.Unrecorded.IsEmpty || _problemsUnrecorded > 0)
        {
            _environment.Setbacks.Note(_id, Now);
        }
    }

    private void EndSetback()
    {
        if (_hadSetback)
        {
            _hadSetback = false;
            _flight = _flight with { Setback = null };
            _environment.Setbacks.Forget(_id);
        }
    }

    /// <summary>The journal said no, so what was decided since is not true: only a recovery tells what is.</summary>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        base.OnPersistRejected(cause, @event, sequenceNr);
        _environment.Meter.JournalFailed();
        NoteSetback();
        Context.Stop(Self);
    }

    /// <inheritdoc />
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        _environment.Meter.JournalFailed();
        NoteSetback();
        base.OnPersistFailure(cause, @event, sequenceNr);
    }
}
