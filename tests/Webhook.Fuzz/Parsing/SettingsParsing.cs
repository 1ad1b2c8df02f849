using System.Text;
using Webhook.Cluster.Api.Events;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Fuzz.Surfaces;

namespace Webhook.Fuzz.Parsing;

/// <summary>A subscription's settings: what the rules take can be stored, shown and sent; what they refuse is not repeated in the fault.</summary>
internal static class SettingsParsing
{
    private const string Url = "https://example.com/hook";
    private static readonly AddressGuard Guard = new([]);

    public static void CallbackUrl(string text)
    {
        if (Fault(SettingsChange.None with { CallbackUrl = text }) is not null)
        {
            return;
        }

        var url = new Uri(text);
        _ = Guard.Foresees(url);
        _ = EventDetail.CurlFor(text, true, "event-1", "{}"u8);
        using var message = new HttpRequestMessage(HttpMethod.Post, url);
        Surface.Promise(url.IdnHost.Length > 0 && url.IdnHost.All(IsSent), "A callback URL has a host that can be looked up.");
        Surface.Promise(url.PathAndQuery.All(IsSent), "A callback URL's path can stand in a request's first line.");
    }

    public static void Authorization(string text)
    {
        if (Fault(SettingsChange.None with { CallbackUrl = Url, Authorization = new Secret(text) }) is not null)
        {
            return;
        }

        using var message = new HttpRequestMessage(HttpMethod.Post, Url);
        Surface.Promise(message.Headers.TryAddWithoutValidation("Authorization", text), "A header value that is taken can be sent.");
        Surface.Promise(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text, "A header value is sent byte for byte.");
    }

    public static void SigningSecret(string text)
    {
        var secret = new Secret(text);
        if (!string.IsNullOrWhiteSpace(text) && Fault(SettingsChange.None with { CallbackUrl = Url, SigningSecret = secret }) is null)
        {
            var signature = WebhookSignature.Sign([secret], "event-1", 1, "{}"u8);
            Surface.Promise(signature.Length == "v1,".Length + 44, "A secret that is taken can sign.");
        }
    }

    private static bool IsSent(char c) => c is > ' ' and < '\x7f';

    private static CommandRejected? Fault(SettingsChange change)
    {
        var fault = SettingsRules.Check(change, allowHttp: true, isNew: true);
        Surface.Promise(fault is null || (fault.Detail.Length is > 0 and < 3_000 && !fault.Detail.Any(char.IsControl)), "A fault can be shown in a line.");
        return fault;
    }
}
