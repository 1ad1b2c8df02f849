using System.Diagnostics;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Accepts events: those that come in while a record is being written share the next one.</summary>
public sealed partial class SubscriptionActor
{
    /// <summary>What is to be decided on once no record is being written; null when nothing is.</summary>
    private Arrivals? _arrived;

    /// <summary>Takes an event up.</summary>
    /// <returns>Whether anything was decided; most events of a busy subscription only join those that wait.</returns>
    private bool Accept(AcceptEvent command)
    {
        var accepting = BeginAccepting(ref command);
        if (!_environment.Admission.TryEnter())
        {
            Answer(Sender, NotNow(command));
            accepting?.Dispose();
            return false;
        }

        var isDecided = _arrived?.HasRoomFor(command) == false;
        if (isDecided)
        {
            DecideOnArrived();
        }

        var arrived = _arrived ??= new Arrivals();
        arrived.Add(command, new Waiting(Sender, command, IsAdmitted: true, accepting));
        if (_unconfirmed > 0 && !arrived.IsFull)
        {
            return isDecided;
        }

        DecideOnArrived();
        return true;
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
        var count = decision.Answers.Count;
        for (var i = 0; i < count; i++)
        {
            WaitForJournal(arrived.Waiting[i]);
        }

        var recorded = decision.RecordsDeliveries ? _delivered : null;
        if (recorded is not null)
        {
            (_delivered, _writesDeliveries) = (null, true);
        }

        var writing = new Activity?[count];
        for (var i = 0; i < count; i++)
        {
            writing[i] = BeginWriting(arrived.Waiting[i].Accepting, decision.Answers[i]);
        }

        Persist(decision.Events, decision.After, () =>
        {
            for (var i = 0; i < count; i++)
            {
                writing[i]?.Dispose();
                AnswerFirst(decision.Answers[i]);
            }

            if (recorded is not null)
            {
                OnRecorded(recorded);
            }
        });
    }
}
