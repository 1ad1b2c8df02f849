namespace Webhook.Cluster.Subscriptions.Commands;

/// <summary>The fields of a <c>PUT</c>: one that is left out stays as it is, null or blank removes it.</summary>
/// <param name="CallbackUrl">The URL; cannot be removed.</param>
/// <param name="Authorization">The header value.</param>
/// <param name="MaxInFlight">1–32; null or blank goes back to 1.</param>
/// <param name="SigningSecret"><c>whsec_</c> and base64 of 24–64 bytes.</param>
public sealed record SettingsChange(
    Field<string> CallbackUrl,
    Field<Secret> Authorization,
    Field<int?> MaxInFlight,
    Field<Secret> SigningSecret)
{
    /// <summary>Nothing given.</summary>
    public static readonly SettingsChange None = new(default, default, default, default);
}

/// <summary>A field that may be left out.</summary>
/// <param name="IsGiven">Whether it was there.</param>
/// <param name="Value">What it held; null to remove.</param>
public readonly record struct Field<T>(bool IsGiven, T? Value)
{
    /// <summary>A field that was there.</summary>
    public static implicit operator Field<T>(T? value) => new(true, value);
}
