using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core.Announcing;
using Webhook.Messages;

namespace Webhook.Tests.Core.Dsl;

/// <summary>Announcements, and the operators' subscription that takes them.</summary>
internal sealed partial class Lived
{
    private readonly Queue<Receipt?> _answers = new();
    private Announcer _announcer = Announcer.Idle;

    /// <summary>What the operators' subscription answers; null for nothing. Unless a test says otherwise, there is none.</summary>
    public Func<AcceptEvent, Receipt?> Operators { get; set; } = NoOperators;

    /// <summary>Everything that was handed over, repeats too, oldest first.</summary>
    public List<AcceptEvent> HandedOver { get; } = [];

    /// <summary>When announcements are tried again, by the clock that never jumps; null when they do not wait.</summary>
    public TimeSpan? AnnouncesAt { get; private set; }

    /// <summary>Whether operators are to be told something in this life.</summary>
    public bool HasNews => _announcer.HasWork(Durable);

    public static Receipt NoOperators(AcceptEvent announcement) =>
        new Rejected(announcement.SubscriptionId, announcement.EventId, RejectReason.NoSubscription, null, "None.");

    public static Receipt Overloaded(AcceptEvent announcement) =>
        new Rejected(announcement.SubscriptionId, announcement.EventId, RejectReason.Overloaded, null, "Later.");

    public static Receipt Taken(AcceptEvent announcement) => new Accepted(announcement.SubscriptionId, announcement.EventId);

    private void Announce()
    {
        if (_announcer.Next(Durable) is not { } announcement)
        {
            return;
        }

        _announcer = _announcer.Begin(Durable, announcement);
        var handedOver = AnnouncementBody.EventOf(Id, announcement);
        HandedOver.Add(handedOver);
        _answers.Enqueue(Operators(handedOver));
    }

    private void OnAnswered(Receipt? receipt)
    {
        _announcer = _announcer.End(receipt, out var isTold);
        if (isTold)
        {
            Execute(new RecordAnnounced(Id, _announcer.Done), static _ => { });
        }
        else if (_announcer.Waits)
        {
            AnnouncesAt = Elapsed + _announcer.Wait;
        }

        Drive();
    }

    private void AnnounceAgain()
    {
        AnnouncesAt = null;
        _announcer = _announcer.TryAgain();
        Drive();
        Settle();
    }

    private void LoseAnnouncer()
    {
        _announcer = Announcer.Idle;
        _answers.Clear();
        AnnouncesAt = null;
    }
}
