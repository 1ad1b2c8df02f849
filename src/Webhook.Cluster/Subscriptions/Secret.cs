using System.Text.Json.Serialization;
using Webhook.Cluster.Subscriptions.Serialization;

namespace Webhook.Cluster.Subscriptions;

/// <summary>
/// A header value or signing secret: in clear where it comes in (API) and where it is sent (Delivery), sealed everywhere
/// between. It never prints itself, and in clear it is never written.
/// </summary>
/// <param name="Value">The text itself, or the sealed form of it.</param>
[JsonConverter(typeof(SecretConverter))]
public sealed record Secret(string Value)
{
    /// <summary>Whether <see cref="Value"/> is encrypted. Two sealed forms of one text differ.</summary>
    public bool IsSealed { get; init; }

    /// <summary>Stands for the value wherever an object is printed.</summary>
    public override string ToString() => "[secret]";
}
