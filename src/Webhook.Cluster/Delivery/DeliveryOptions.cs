namespace Webhook.Cluster.Delivery;

/// <summary>How events are delivered: section <c>Webhook:Delivery</c>.</summary>
public sealed class DeliveryOptions
{
    /// <summary>From the start of a failed attempt to its retry.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many retries follow a failure before the subscription is suspended.</summary>
    public int Retries { get; set; } = 3;

    /// <summary>The most that one exchange with an endpoint may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The most POSTs in flight on this node.</summary>
    public int MaxInFlightPerNode { get; set; } = 256;

    /// <summary>The most POSTs in flight to one host on this node.</summary>
    public int MaxInFlightPerHost { get; set; } = 32;

    /// <summary>The most events that a subscription may hold.</summary>
    public int OutboxLimit { get; set; } = 10000;

    /// <summary>Networks, otherwise refused, that a POST may reach, as CIDR.</summary>
    public string[] AllowedNetworks { get; set; } = [];

    /// <summary>Whether callback URLs may be plain <c>http</c>.</summary>
    public bool AllowHttp { get; set; }
}
