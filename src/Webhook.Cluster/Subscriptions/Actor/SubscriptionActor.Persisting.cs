using Akka.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Messages;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Decide, persist, answer: an answer is given when all that it rests on is durable.</summary>
public sealed partial class SubscriptionActor
{
    /// <summary>Commands whose answer waits for the journal, in the order of their records, and whether they hold a place of admission; null before the first.</summary>
    private Queue<(IActorRef AskedBy, SubscriptionCommand Command, bool IsAdmitted)>? _waiting;

    /// <summary>Records that are being written.</summary>
    private int _unconfirmed;

    private void Execute(SubscriptionCommand command)
    {
        if (command is not AcceptEvent)
        {
            FlushDeliveries();
        }

        var accepting = BeginAccepting(ref command);
        var (decision, recorded) = DecideWithDeliveries(command);
        if (decision.IsAcceptance && !_environment.Admission.TryEnter())
        {
            Answer(Sender, NotNow(command));
            accepting?.Dispose();
            return;
        }

        if (decision.Answer is null)
        {
            Persist(decision.Events, static () => { });
            return;
        }

        var writing = BeginWriting(accepting, decision);
        var askedBy = Sender;
        var waiting = _waiting ??= new(capacity: 1);
        waiting.Enqueue((askedBy, command, decision.IsAcceptance));
        _delivered = recorded is null ? _delivered : null;
        Persist(decision.Events, () =>
        {
            writing?.Dispose();
            waiting.Dequeue();
            OnRecorded(recorded);
            if (decision.IsAcceptance)
            {
                _environment.Admission.Leave();
                FaultPoint.Reach(FaultPoint.BeforeReceipt);
            }

            Answer(askedBy, MessageOf(decision.Answer));
            accepting?.Dispose();
        });
    }

    /// <summary>Writes <paramref name="events"/> and then, or once all earlier ones are durable, runs <paramref name="done"/>.</summary>
    private void Persist(IReadOnlyList<SubscriptionEvent> events, Action done)
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
            var then = _ahead = Evolution.Apply(_ahead, only);
            _unconfirmed++;
            PersistAsync(only, happened => OnConfirmed(happened, then, done));
            return;
        }

        var after = new Queue<SubscriptionState>(events.Count);
        foreach (var happened in events)
        {
            _ahead = Evolution.Apply(_ahead, happened);
            after.Enqueue(_ahead);
        }

        _unconfirmed += events.Count;
        PersistAllAsync(events, happened => OnConfirmed(happened, after.Dequeue(), after.Count == 0 ? done : null));
    }

    private void OnConfirmed(SubscriptionEvent happened, SubscriptionState after, Action? done)
    {
        _unconfirmed--;
        _environment.Meter.Recorded(_durable, happened);
        _environment.Outcomes.Recorded(_id, happened);
        if (after.Control != _durable.Control)
        {
            _freeSince = Now;
        }

        _durable = after;
        done?.Invoke();
        SnapshotWhenDue();
        Drive();
    }

    private void Answer(IActorRef askedBy, object message)
    {
        if (message is Receipt receipt)
        {
            _environment.Meter.Answered(receipt);
        }

        askedBy.Tell(message);
    }

    private object MessageOf(Answer answer) => answer switch
    {
        Answer.Of of => of.Message,
        Answer.View { Stored: { } created } => new SubscriptionStored(created, View()),
        _ => View(),
    };

    private SubscriptionView View() =>
        Viewing.View(_environment.Policy, _durable, _id, _environment.Node, _flight.Attempts.Length, Now);

    /// <summary>The journal said no, so what was decided since is not true: only a recovery tells what is.</summary>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        base.OnPersistRejected(cause, @event, sequenceNr);
        _environment.Meter.JournalFailed();
        Context.Stop(Self);
    }

    /// <inheritdoc />
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        _environment.Meter.JournalFailed();
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    /// <summary>Tells those who wait that their command's fate is unknown; an event sent again turns out a duplicate if it was stored.</summary>
    private void AnswerAllWaiting()
    {
        while (_waiting is { } commands && commands.TryDequeue(out var waiting))
        {
            if (waiting.IsAdmitted)
            {
                _environment.Admission.Leave();
            }

            Answer(waiting.AskedBy, NotNow(waiting.Command));
        }
    }
}
