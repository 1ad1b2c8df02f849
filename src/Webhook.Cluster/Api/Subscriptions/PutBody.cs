using System.Text.Json;
using Webhook.Cluster.Api.Problems;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Api.Subscriptions;

/// <summary>The body of a <c>PUT</c>. A field left out stays as it is; null or blank removes it.</summary>
/// <param name="CallbackUrl">Absolute https URL of at most 2,048 characters, without user info or fragment.</param>
/// <param name="Authorization">Value of the <c>Authorization</c> header, at most 4,096 characters, sent byte for byte.</param>
/// <param name="MaxInFlight">1 (keeps order) to 32.</param>
/// <param name="Secret">Signing secret: <c>whsec_</c> and base64 of 24–64 bytes.</param>
internal sealed record PutBody(string? CallbackUrl, string? Authorization, int? MaxInFlight, string? Secret)
{
    public const string CallbackUrlField = "callback_url";
    public const string AuthorizationField = "authorization";
    public const string MaxInFlightField = "max_in_flight";
    public const string SecretField = "secret";

    /// <summary>The change that a JSON object asks for, or the problem; values are checked by the core.</summary>
    public static (SettingsChange Change, IResult? Problem) Read(JsonElement body)
    {
        var change = SettingsChange.None;
        foreach (var field in body.EnumerateObject())
        {
            if (field.Name == MaxInFlightField)
            {
                if (!TryReadWidth(field.Value, out var width))
                {
                    return (change, Problem.Invalid(MaxInFlightField, "It is not a whole number; give 1 (keeps order) to 32, or null."));
                }

                change = change with { MaxInFlight = width };
                continue;
            }

            string? text = null;
            if (field.Value.ValueKind != JsonValueKind.Null && !JsonBody.TryReadText(field.Value, out text))
            {
                return (change, Problem.Invalid(field.Name, "It is not text; give a JSON string of whole Unicode characters, or null."));
            }

            change = field.Name switch
            {
                CallbackUrlField => change with { CallbackUrl = text },
                AuthorizationField => change with { Authorization = text is null ? null : new Secret(text) },
                _ => change with { SigningSecret = text is null ? null : new Secret(text) },
            };
        }

        return (change, null);
    }

    private static bool TryReadWidth(JsonElement value, out int? width)
    {
        width = null;
        if (value.ValueKind == JsonValueKind.Null || (JsonBody.TryReadText(value, out var text) && string.IsNullOrWhiteSpace(text)))
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number))
        {
            return false;
        }

        width = number;
        return true;
    }
}
