namespace Webhook.Messages;

/// <summary>The checks that every event passes where it enters, whichever way it comes: one set of rules for senders and nodes.</summary>
public static class EventCheck
{
    /// <summary>The event in its one form, or the receipt that says what is wrong with it; exactly one is not null.</summary>
    public static (RenderedEvent? Canonical, Rejected? Fault) Check(RenderedEvent rendered)
    {
        ArgumentNullException.ThrowIfNull(rendered);
        if (Ids.CheckSubscriptionId(rendered.SubscriptionId) is { } subscriptionFault)
        {
            return (null, Invalid(rendered, "subscription_id", subscriptionFault));
        }

        if (Ids.CheckEventId(rendered.EventId) is { } eventFault)
        {
            return (null, Invalid(rendered, "event_id", eventFault));
        }

        if (LessonPayload.Parse(rendered.Payload, out var canonical) is { } fault)
        {
            var reason = fault.TooLarge ? RejectReason.TooLarge : RejectReason.Invalid;
            return (null, new Rejected(rendered.SubscriptionId, rendered.EventId, reason, fault.Field, fault.Detail));
        }

        return (rendered with { Payload = canonical, TraceParent = Tracing.Checked(rendered.TraceParent) }, null);
    }

    private static Rejected Invalid(RenderedEvent rendered, string field, string detail) =>
        new(rendered.SubscriptionId, rendered.EventId, RejectReason.Invalid, field, detail);
}
