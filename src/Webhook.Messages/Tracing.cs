using System.Diagnostics;

namespace Webhook.Messages;

/// <summary>What senders and nodes trace with. Costs nothing while nobody listens to the source.</summary>
public static class Tracing
{
    /// <summary>The name to listen to.</summary>
    public const string SourceName = "Webhook.Actors";

    /// <summary>The activity tag with the subscription's id.</summary>
    public const string SubscriptionTag = "webhook.subscription.id";

    /// <summary>The activity tag with the event's id.</summary>
    public const string EventTag = "webhook.event.id";

    /// <summary>Where spans begin.</summary>
    public static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins a span about an event; null while nobody listens.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="kind">Its side of an exchange.</param>
    /// <param name="traceParent">The span that it belongs to; null for the present one.</param>
    /// <param name="subscriptionId">The subscription.</param>
    /// <param name="eventId">The event.</param>
    public static Activity? Begin(string name, ActivityKind kind, string? traceParent, string subscriptionId, string eventId)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var parent = ContextOf(traceParent);
        var activity = parent is { } known ? Source.StartActivity(name, kind, known) : Source.StartActivity(name, kind);
        return activity?.SetTag(SubscriptionTag, subscriptionId).SetTag(EventTag, eventId);
    }

    /// <summary>The span that <paramref name="traceParent"/> names; null when it is none or malformed.</summary>
    public static ActivityContext? ContextOf(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var context) ? context : null;

    /// <summary>The same when it is a well-formed <c>traceparent</c> of the version 00, else null.</summary>
    public static string? Checked(string? traceParent) =>
        traceParent is { Length: 55 } && traceParent.StartsWith("00-", StringComparison.Ordinal) && IsOfParts(traceParent) && ContextOf(traceParent) is not null
            ? traceParent
            : null;

    /// <summary>The framework's parser takes any character between the parts, a line break too, which could not be sent to an endpoint.</summary>
    private static bool IsOfParts(string traceParent) => traceParent.Split('-').Select(part => part.Length).SequenceEqual([2, 32, 16, 2]);
}
