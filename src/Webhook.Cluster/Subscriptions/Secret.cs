namespace Webhook.Cluster.Subscriptions;

/// <summary>A header value or signing secret: it compares by value and never prints itself.</summary>
/// <param name="Value">The text itself; read only where it is stored or sent.</param>
public sealed record Secret(string Value)
{
    /// <summary>Stands for the value wherever an object is printed.</summary>
    public override string ToString() => "[secret]";
}
