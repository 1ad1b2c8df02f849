using Akka.Actor;
using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>Events of subscriptions that the node does not remember to exist wait here until the journal has told.</summary>
public sealed partial class LessonGateway
{
    private readonly LookUps _lookUps;
    private readonly AwaitingLookUp _awaiting;

    /// <summary>Lets an event wait for the look-up of its subscription, unless it is turned away.</summary>
    private void Await(RenderedEvent rendered, IActorRef sender)
    {
        if (_awaiting.IsFull)
        {
            TurnAway(sender, Overloaded(rendered, "Too many events wait for a look-up of their subscription; send it again."));
        }
        else if (rendered.Payload.Length > Limits.PayloadBytes && EventCheck.CheckPayload(rendered).Fault is { } tooLarge)
        {
            TurnAway(sender, tooLarge);
        }
        else
        {
            _awaiting.Add(rendered, sender);
        }
    }

    private void Release()
    {
        foreach (var found in _lookUps.Take())
        {
            foreach (var (rendered, sender) in _awaiting.Answered(found.SubscriptionId, found.Events, found.Exists))
            {
                Release(rendered, sender, found.Exists);
            }
        }
    }

    private void Release(RenderedEvent rendered, IActorRef sender, bool? exists)
    {
        switch (exists)
        {
            case true:
                Forward(rendered, sender);
                break;
            case false:
                TurnAway(sender, Receipts.NoSubscription(rendered.SubscriptionId, rendered.EventId));
                break;
            default:
                TurnAway(sender, Overloaded(rendered, "The subscription could not be looked up just now; send the event again."));
                break;
        }
    }
}
