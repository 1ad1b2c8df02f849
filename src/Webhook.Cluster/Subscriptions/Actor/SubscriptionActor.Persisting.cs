using System.Diagnostics;
using Akka.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Messages;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Decide, persist, answer: an answer is given when all that it rests on is durable.</summary>
public sealed partial class SubscriptionActor
{
    /// <summary>Commands whose answer waits for the journal, in the order of their records; null before the first.</summary>
    private Queue<Waiting>? _waiting;

    /// <summary>Records that are being written.</summary>
    private int _unconfirmed;

    private void Execute(SubscriptionCommand command)
    {
        DecideOnArrived();
        FlushDeliveries();
        var decision = Decisions.Decide(_environment.Policy, _ahead, command, Now);
        if (decision.Answer is null)
        {
            Persist(decision.Events, null, static () => { });
            return;
        }

        WaitForJournal(new Waiting(Sender, command, IsAdmitted: false, Accepting: null));
        Persist(decision.Events, null, () => AnswerFirst(decision.Answer));
    }

    private void WaitForJournal(Waiting command) => (_waiting ??= new(capacity: 1)).Enqueue(command);

    /// <summary>Answers the command that has waited longest: all that its answer rests on is durable.</summary>
    private void AnswerFirst(Answer answer)
    {
        var message = MessageOf(answer);
        if (message is Accepted)
        {
            FaultPoint.Reach(FaultPoint.BeforeReceipt);
        }

        End(_waiting!.Dequeue(), message);
    }

    private void End(Waiting command, object message)
    {
        if (command.IsAdmitted)
        {
            _environment.Admission.Leave();
        }

        Answer(command.AskedBy, message);
        command.Accepting?.Dispose();
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
        _environment.Meter.Recorded(_durable, happened);
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
        for (var i = 0; i < _arrived?.Events.Count; i++)
        {
            WaitForJournal(new Waiting(_arrived.Origins[i].AskedBy, _arrived.Events[i], IsAdmitted: true, _arrived.Origins[i].Accepting));
        }

        _arrived = null;
        while (_waiting is { } commands && commands.TryDequeue(out var waiting))
        {
            End(waiting, NotNow(waiting.Command));
        }
    }

    /// <param name="AskedBy">Who gets the answer.</param>
    /// <param name="Command">What was asked.</param>
    /// <param name="IsAdmitted">Whether it holds a place of admission.</param>
    /// <param name="Accepting">The span that ends with the answer; null for none.</param>
    private readonly record struct Waiting(IActorRef AskedBy, SubscriptionCommand Command, bool IsAdmitted, Activity? Accepting);
}
