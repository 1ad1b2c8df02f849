using System.Diagnostics;
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
