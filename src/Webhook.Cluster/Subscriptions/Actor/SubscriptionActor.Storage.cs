using Akka.Event;
using Akka.Persistence;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Recovery, snapshots, deletion.</summary>
public sealed partial class SubscriptionActor
{
    private IReadOnlyList<SnapshotMark> _marks = [];

    /// <summary>The marks with the one of the snapshot that is being stored.</summary>
    private IReadOnlyList<SnapshotMark> _marksOfNext = [];

    private long _lastSnapshot;
    private long _lastSnapshotPlace;
    private bool _isSavingSnapshot;

    /// <inheritdoc />
    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: SubscriptionSnapshot snapshot } offer:
                _durable = snapshot.State;
                _marks = snapshot.Marks;
                (_lastSnapshot, _lastSnapshotPlace) = (offer.Metadata.SequenceNr, _durable.LastPlace);
                break;
            case SubscriptionEvent happened:
                FaultPoint.Reach(FaultPoint.DuringRecovery);
                _durable = Evolution.Apply(_durable, happened);
                break;
            case RecoveryCompleted:
                OnRecovered();
                break;
            default:
                throw new InvalidOperationException($"A record of type {message.GetType().Name} cannot be recovered by this version; run a newer node.");
        }
    }

    private void OnRecovered()
    {
        if (_durable.Sequence != LastSequenceNr)
        {
            // Stopped rather than thrown: the shard starts it again after a pause, where a supervisor would at once and for ever.
            Log.Error("Subscription {0}: the journal ends at record {1}, the state at {2}: records are missing; it is tried again", _id, LastSequenceNr, _durable.Sequence);
            Context.Stop(Self);
            return;
        }

        _durable = WithSealedSecrets(_durable);
        _ahead = _durable;
        HoldAfterSetback();
        _freeSince = _durable.Attempts is [.., var last] ? last.StartedAt.AddMilliseconds(last.DurationMs) : DateTimeOffset.MinValue;
        AssumeSummary();
        Drive();
    }

    /// <inheritdoc />
    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        _environment.Meter.JournalFailed();
        base.OnRecoveryFailure(reason, message);
    }

    private void SnapshotWhenDue()
    {
        if (_isSavingSnapshot || !SnapshotRules.IsDue(_durable, _lastSnapshot, _lastSnapshotPlace))
        {
            return;
        }

        _isSavingSnapshot = true;
        _lastSnapshotPlace = _durable.LastPlace;
        // Its own with them: a life may end before it takes another.
        _marksOfNext = SnapshotRules.Add(_marks, _durable, Now, _environment.Retention);
        SaveSnapshot(new SubscriptionSnapshot(Resealed(_durable), _marksOfNext));
    }

    private void OnStorageMessage(object message)
    {
        switch (message)
        {
            case SaveSnapshotSuccess saved:
                OnSnapshotSaved(saved.Metadata);
                break;
            case SaveSnapshotFailure failed:
                _isSavingSnapshot = false;
                (_lastSnapshot, _lastSnapshotPlace) = (_durable.Sequence, _durable.LastPlace);
                Log.Warning(failed.Cause, "Subscription {0}: no snapshot of record {1} was stored; the next follows after as many records again", _id, failed.Metadata.SequenceNr);
                break;
            case DeleteMessagesFailure failed:
                Log.Warning(failed.Cause, "Subscription {0}: records up to {1} were not deleted; the next snapshot tries again", _id, failed.ToSequenceNr);
                break;
            case DeleteSnapshotsFailure failed:
                Log.Warning(failed.Cause, "Subscription {0}: old snapshots were not deleted; the next snapshot tries again", _id);
                break;
            case DeleteMessagesSuccess or DeleteSnapshotsSuccess:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnSnapshotSaved(SnapshotMetadata saved)
    {
        FaultPoint.Reach(FaultPoint.BeforeDelete);
        _isSavingSnapshot = false;
        _lastSnapshot = saved.SequenceNr;
        _marks = _marksOfNext;
        if (SnapshotRules.Expired(_marks, Now, _environment.Retention) is { } expired)
        {
            DeleteMessages(SnapshotRules.DeletableUpTo(expired, saved.SequenceNr));
            _marks = _marks.SkipWhile(m => m.Sequence <= expired.Sequence).ToList();
        }

        DeleteSnapshots(new SnapshotSelectionCriteria(saved.SequenceNr - 1));
    }
}
