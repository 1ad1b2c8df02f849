namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>What the customer configured; already checked.</summary>
/// <param name="CallbackUrl">Absolute URL, as written.</param>
/// <param name="Authorization">Value of the <c>Authorization</c> header, byte for byte; null for none.</param>
/// <param name="MaxInFlight">1 keeps order; 2–32 gives it up for speed.</param>
/// <param name="SigningSecret"><c>whsec_…</c>, or null for no signature.</param>
/// <param name="PreviousSecret">The secret that <paramref name="SigningSecret"/> replaced.</param>
/// <param name="PreviousSecretUntil">Until when <paramref name="PreviousSecret"/> still signs, UTC.</param>
public sealed record SubscriptionSettings(
    string CallbackUrl,
    Secret? Authorization,
    int MaxInFlight,
    Secret? SigningSecret,
    Secret? PreviousSecret,
    DateTimeOffset? PreviousSecretUntil)
{
    /// <summary>The secrets that sign a POST at <paramref name="now"/>, newest first.</summary>
    public IReadOnlyList<Secret> SecretsAt(DateTimeOffset now) =>
        SigningSecret is null ? []
        : PreviousSecret is not null && now < PreviousSecretUntil ? [SigningSecret, PreviousSecret]
        : [SigningSecret];

    /// <summary>Whether going to <paramref name="other"/> changes how a POST is made, and so deserves a fresh try.</summary>
    public bool DiffersForEndpoint(SubscriptionSettings other) =>
        CallbackUrl != other.CallbackUrl || Authorization != other.Authorization || SigningSecret != other.SigningSecret;
}
