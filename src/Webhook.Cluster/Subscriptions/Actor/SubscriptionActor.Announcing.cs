using Akka.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core.Announcing;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Tells operators: hands announcements over to their subscription, one by one, until it has answered for each.</summary>
public sealed partial class SubscriptionActor
{
    private Announcer _announcer = Announcer.Idle;
    private ICancelable? _announcingTimer;

    /// <summary>Hands over what is durable and not under way. Called after everything that happens.</summary>
    private void Announce()
    {
        if (_flight.IsStopping || _announcer.Next(_durable) is not { } announcement)
        {
            return;
        }

        _announcer = _announcer.Begin(_durable, announcement);
        _environment.HandOver(AnnouncementBody.EventOf(_id, announcement)).PipeTo(
            Self,
            success: static receipt => new AnnouncementAnswered(receipt),
            failure: static _ => new AnnouncementAnswered(null));
    }

    private void OnAnnouncementAnswered(AnnouncementAnswered answered)
    {
        _announcer = _announcer.End(answered.Receipt, out var isTold);
        if (isTold)
        {
            Execute(new RecordAnnounced(_id, _announcer.Done));
        }
        else if (_announcer.Waits)
        {
            _announcingTimer = Context.System.Scheduler.ScheduleTellOnceCancelable(_announcer.Wait, Self, AnnounceAgain.Instance, Self);
        }

        Drive();
    }

    private void OnAnnounceAgain()
    {
        _announcer = _announcer.TryAgain();
        Drive();
    }
}
