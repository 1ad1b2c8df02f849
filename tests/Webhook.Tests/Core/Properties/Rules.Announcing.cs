using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core.Properties;

/// <summary>What operators are told, against the records.</summary>
internal sealed partial class Rules
{
    private readonly Dictionary<string, AcceptEvent> _told = new(StringComparer.Ordinal);

    /// <summary>Takes <paramref name="announcement"/> as the operators' subscription does: a repeat is the same to the byte.</summary>
    public void Tell(AcceptEvent announcement)
    {
        if (!_told.TryAdd(announcement.EventId, announcement))
        {
            Assert.Equal(_told[announcement.EventId].Payload.ToArray(), announcement.Payload.ToArray());
        }
    }

    /// <summary>All that the journal holds of it was told, and nothing else.</summary>
    public void CheckAllIsTold()
    {
        Assert.Equal(ToTell().Order(StringComparer.Ordinal), _told.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(lived.Durable.News.Waiting);
    }

    private IEnumerable<string> ToTell()
    {
        var isOut = false;
        var isFull = false;
        var state = SubscriptionState.Initial;
        foreach (var happened in lived.Journal)
        {
            var before = state;
            state = Evolution.Apply(before, happened);
            (isOut, isFull) = happened is SubscriptionCreated ? (false, false) : (isOut, isFull);
            isFull &= happened.Parts is not [EventsDelivered first, ..] || happened.Parts.Count == 1 || IsStillFull(Evolution.Apply(before, first));
            string? kind = null;
            if (state.IsSuspended && !before.IsSuspended)
            {
                (kind, isOut) = ("suspended", true);
            }
            else if (isOut && happened is EventsDelivered delivered && delivered.Deliveries.Any(d => d.RestoresBudget))
            {
                (kind, isOut) = ("recovered", false);
            }
            else if (happened is EventRefused && state.Held.Parked.Count > before.Held.Parked.Count)
            {
                kind = "parked";
            }
            else if (!isFull && happened is (EventAccepted or EventAcceptedAfterDeliveries or EventsAccepted or DeliveredEventReplayed) && state.Held.Count * 5 >= lived.Policy.HeldEvents * 4)
            {
                (kind, isFull) = ("nearly_full", true);
            }

            isFull &= happened is not (EventsDelivered or EventDropped) || IsStillFull(state);
            if (kind is not null)
            {
                yield return $"{Lived.Id}:{state.Sequence}:{kind}";
            }
        }
    }

    private bool IsStillFull(SubscriptionState state) => state.Held.Count * 2 >= lived.Policy.HeldEvents;
}
