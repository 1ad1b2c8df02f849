namespace Webhook.Messages;

/// <summary>The checks that every event passes where it enters, whichever way it comes: one set of rules for senders and nodes.</summary>
public static class EventCheck
{
    /// <summary>The event in its one form, or the receipt that says what is wrong with it; exactly one is not null.</summary>
    public static (RenderedEvent? Canonical, Rejected? Fault) Check(RenderedEvent rendered) =>
        CheckIds(rendered) is { } fault ? (null, fault) : CheckPayload(rendered);

    /// <summary>The same for a typed event.</summary>
    /// <exception cref="ArgumentException">A text holds half a surrogate pair.</exception>
    public static (RenderedEvent? Canonical, Rejected? Fault) Check(LessonCompleted lesson) => Check(LessonPayload.ToRendered(lesson));

    /// <summary>The same for an event whose ids were checked. Bytes that are in their one form are not copied.</summary>
    public static (RenderedEvent? Canonical, Rejected? Fault) CheckPayload(RenderedEvent rendered)
    {
        ArgumentNullException.ThrowIfNull(rendered);
        if (PlainPayload.Is(rendered.Payload.Span))
        {
            return (Tracing.Checked(rendered.TraceParent) == rendered.TraceParent ? rendered : rendered with { TraceParent = null }, null);
        }

        if (LessonPayload.Parse(rendered.Payload, out var canonical) is { } fault)
        {
            var reason = fault.TooLarge ? RejectReason.TooLarge : RejectReason.Invalid;
            return (null, new Rejected(rendered.SubscriptionId, rendered.EventId, reason, fault.Field, fault.Detail));
        }

        return (rendered with { Payload = canonical, TraceParent = Tracing.Checked(rendered.TraceParent) }, null);
    }

    /// <summary>The receipt that says what is wrong with the ids of <paramref name="rendered"/>; null when nothing is.</summary>
    public static Rejected? CheckIds(RenderedEvent rendered)
    {
        ArgumentNullException.ThrowIfNull(rendered);
        if (Ids.CheckSubscriptionId(rendered.SubscriptionId) is { } subscriptionFault)
        {
            return Invalid(rendered, "subscription_id", subscriptionFault);
        }

        return Ids.CheckEventId(rendered.EventId) is { } eventFault ? Invalid(rendered, "event_id", eventFault) : null;
    }

    private static Rejected Invalid(RenderedEvent rendered, string field, string detail) =>
        new(rendered.SubscriptionId, rendered.EventId, RejectReason.Invalid, field, detail);
}
