using System.Diagnostics;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Messages;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>The part of an event's trace that is in this actor.</summary>
public sealed partial class SubscriptionActor
{
    /// <summary>Begins the span from an event's arrival here to its receipt; the event is kept as belonging to that span.</summary>
    private static Activity? BeginAccepting(ref AcceptEvent command)
    {
        if (Tracing.Begin("webhook accept", ActivityKind.Consumer, command.TraceParent, command.SubscriptionId, command.EventId) is not { } activity)
        {
            return null;
        }

        command = command with { TraceParent = activity.Id };
        return Detached(activity);
    }

    /// <summary>Begins the span from the decision to accept an event until its record is durable.</summary>
    private static Activity? BeginWriting(Activity? accepting, Answer answer) =>
        accepting is not null && answer is Answer.Of { Message: Accepted }
            ? Detached(Tracing.Source.StartActivity("webhook journal", ActivityKind.Internal, accepting.Context))
            : null;

    /// <summary>A span that ends in another turn of the actor: what else happens in this one is not its own.</summary>
    private static Activity? Detached(Activity? activity)
    {
        Activity.Current = null;
        return activity;
    }
}
