using Webhook.Cluster.Subscriptions;

namespace Webhook.Cluster.Delivery;

/// <summary>All that one POST needs.</summary>
/// <param name="CallbackUrl">Absolute URL, checked when it was set.</param>
/// <param name="Authorization">Value of the <c>Authorization</c> header, sent byte for byte as UTF-8; null for none.</param>
/// <param name="WebhookId">Value of <c>webhook-id</c>: the same for every attempt of an event.</param>
/// <param name="Payload">The body, sent untouched.</param>
/// <param name="SigningSecrets">The secrets valid now, newest first; empty for no signature.</param>
/// <param name="IsTest">Whether <c>webhook-test: true</c> is added.</param>
public sealed record PostRequest(
    Uri CallbackUrl,
    Secret? Authorization,
    string WebhookId,
    ReadOnlyMemory<byte> Payload,
    IReadOnlyList<Secret> SigningSecrets,
    bool IsTest)
{
    /// <summary>Whose event it is, for traces.</summary>
    public string SubscriptionId { get; init; } = "";

    /// <summary>Value of <c>traceparent</c>: the span that accepted the event, and then that of the attempt; null for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Whether no attempt of the event can have failed before, so that this one belongs to the trace of its acceptance.</summary>
    public bool IsFirst { get; init; } = true;
}
