using System.Diagnostics;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Messages;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Accepts events: those that come in while a record is being written share the next one.</summary>
public sealed partial class SubscriptionActor
{
    /// <summary>What is to be decided on once no record is being written; null when nothing is.</summary>
    private Arrivals? _arrived;

    private void Accept(AcceptEvent command)
    {
        if (!_environment.Admission.TryEnter())
        {
            Answer(Sender, NotNow(command));
            return;
        }

        var accepting = BeginAccepting(ref command);
        if (_arrived?.HasRoomFor(command) == false)
        {
            DecideOnArrived();
        }

        var arrived = _arrived ??= new Arrivals();
        arrived.Add(command, new Arrivals.Origin(Sender, accepting));
        if (_unconfirmed == 0 || arrived.IsFull)
        {
            DecideOnArrived();
        }
    }

    private void DecideOnArrived()
    {
        while (_arrived is { } arrived)
        {
            var waiting = _delivered is null ? null : new RecordDeliveries(_id, _delivered);
            var decision = RecordingRules.Decide(_environment.Policy, _ahead, arrived.Events, waiting, Now);
            _arrived = arrived.After(decision.Answers.Count);
            Write(arrived, decision);
        }
    }

    private void Write(Arrivals arrived, ArrivalDecision decision)
    {
        var recorded = decision.RecordsDeliveries ? _delivered : null;
        _delivered = recorded is null ? _delivered : null;
        var writing = new Activity?[decision.Answers.Count];
        for (var i = 0; i < writing.Length; i++)
        {
            writing[i] = BeginWriting(arrived.Origins[i].Accepting, decision.Answers[i]);
            WaitForJournal(arrived.Origins[i].AskedBy, arrived.Events[i], isAdmitted: true);
        }

        Persist(decision.Events, decision.After, () =>
        {
            OnRecorded(recorded);
            for (var i = 0; i < writing.Length; i++)
            {
                writing[i]?.Dispose();
                _waiting!.Dequeue();
                _environment.Admission.Leave();
                var message = MessageOf(decision.Answers[i]);
                if (message is Accepted)
                {
                    FaultPoint.Reach(FaultPoint.BeforeReceipt);
                }

                Answer(arrived.Origins[i].AskedBy, message);
                arrived.Origins[i].Accepting?.Dispose();
            }
        });
    }
}
