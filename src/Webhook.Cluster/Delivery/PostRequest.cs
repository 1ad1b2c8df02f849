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
    bool IsTest);
