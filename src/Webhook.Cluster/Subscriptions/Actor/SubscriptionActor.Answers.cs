using Akka.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Messages;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Answers: each is given when all that it rests on is durable.</summary>
public sealed partial class SubscriptionActor
{
    /// <summary>Commands whose answer waits for the journal, in the order of their records; null before the first.</summary>
    private Queue<Waiting>? _waiting;

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

    /// <summary>Tells those who wait that their command's fate is unknown; an event sent again turns out a duplicate if it was stored.</summary>
    private void AnswerAllWaiting()
    {
        foreach (var undecided in _arrived?.Waiting ?? [])
        {
            WaitForJournal(undecided);
        }

        _arrived = null;
        while (_waiting is { } commands && commands.TryDequeue(out var waiting))
        {
            End(waiting, NotNow(waiting.Command));
        }
    }
}
