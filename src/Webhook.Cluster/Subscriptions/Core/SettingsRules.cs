using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>What settings may hold; a fault names the field, what is wrong and the remedy, and never repeats a secret.</summary>
public static class SettingsRules
{
    private const int UrlLength = 2_048;
    private const int AuthorizationLength = 4_096;
    private const string SecretPrefix = "whsec_";

    /// <summary>The first fault of <paramref name="change"/>, or null.</summary>
    /// <param name="change">The fields given.</param>
    /// <param name="allowHttp">Whether <c>http</c> is allowed.</param>
    /// <param name="isNew">Whether a subscription is created, and so needs a URL.</param>
    public static CommandRejected? Check(SettingsChange change, bool allowHttp, bool isNew) =>
        CheckUrl(change.CallbackUrl, allowHttp, isNew)
        ?? CheckMaxInFlight(change.MaxInFlight.Value)
        ?? CheckSecrets(change);

    /// <summary>The first fault of a secret that is in clear, or null; one that is sealed was checked before.</summary>
    public static CommandRejected? CheckSecrets(SettingsChange change) =>
        CheckAuthorization(InClear(change.Authorization)) ?? CheckSecret(InClear(change.SigningSecret));

    private static CommandRejected? CheckUrl(Field<string> given, bool allowHttp, bool isNew)
    {
        if (!given.IsGiven)
        {
            return isNew ? Fault("callback_url", "It is missing; a new subscription needs an absolute https URL.") : null;
        }

        var text = given.Value;
        if (string.IsNullOrWhiteSpace(text))
        {
            return Fault("callback_url", "It is blank and cannot be removed; give an absolute https URL, or cancel the subscription.");
        }

        if (text.Length > UrlLength)
        {
            return Fault("callback_url", $"It has {text.Length} characters; at most {UrlLength} are taken.");
        }

        if (text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
        {
            return Fault("callback_url", "It holds white space or a control character; percent-encode it.");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || !text.Contains("://", StringComparison.Ordinal))
        {
            return Fault("callback_url", "It is not an absolute URL; write it like https://example.com/hook.");
        }

        if (!HasNameToLookUp(url))
        {
            return Fault("callback_url", "Its host is no name by the rules for international names (IDNA); write it as its owner registered it.");
        }

        if (url.Scheme == Uri.UriSchemeHttp && !allowHttp)
        {
            return Fault("callback_url", "Plain http is not allowed; use https, or have Webhook:Delivery:AllowHttp turned on.");
        }

        if (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
        {
            return Fault("callback_url", $"The scheme {url.Scheme} is not taken; use https.");
        }

        if (url.UserInfo.Length > 0)
        {
            return Fault("callback_url", "It holds a user name or password; put credentials into authorization instead.");
        }

        return text.Contains('#', StringComparison.Ordinal) ? Fault("callback_url", "It holds a fragment (#…), which is never sent; remove it.") : null;
    }

    /// <summary>The parser takes any letters for a host; whether they can be looked up shows only when the name is asked for.</summary>
    private static bool HasNameToLookUp(Uri url)
    {
        try
        {
            // The zone of an IPv6 address is not brought into ASCII, and could not be sent as it is.
            return url.IdnHost.Length > 0 && System.Text.Ascii.IsValid(url.IdnHost);
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    private static CommandRejected? CheckAuthorization(Secret? value)
    {
        if (value is null)
        {
            return null;
        }

        if (value.Value.Length > AuthorizationLength)
        {
            return Fault("authorization", $"It has {value.Value.Length} characters; at most {AuthorizationLength} are taken.");
        }

        if (value.Value.Any(char.IsControl))
        {
            return Fault("authorization", "It holds a control character, such as a line break or a tab; remove it.");
        }

        return value.Value.EnumerateRunes().Any(r => r == System.Text.Rune.ReplacementChar)
            ? Fault("authorization", "It holds a broken character (half a surrogate pair or U+FFFD); write it as whole Unicode characters.")
            : null;
    }

    private static CommandRejected? CheckMaxInFlight(int? value) =>
        value is < 1 or > 32 ? Fault("max_in_flight", $"{value} is out of range; give 1 (keeps order) to 32.") : null;

    private static CommandRejected? CheckSecret(Secret? value)
    {
        if (string.IsNullOrWhiteSpace(value?.Value))
        {
            return null;
        }

        Span<byte> key = stackalloc byte[96];
        return value.Value.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(value.Value[SecretPrefix.Length..], key, out var length)
            && length is >= 24 and <= 64
                ? null
                : Fault("secret", "It is not a Standard Webhooks secret; write whsec_ and the base64 of 24 to 64 random bytes.");
    }

    private static Secret? InClear(Field<Secret> given) => given.Value is { IsSealed: false } secret ? secret : null;

    private static CommandRejected Fault(string field, string detail) => new(CommandFault.Invalid, field, detail);
}
