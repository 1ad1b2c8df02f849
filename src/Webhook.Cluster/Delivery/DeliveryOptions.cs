namespace Webhook.Cluster.Delivery;

/// <summary>Section <c>Webhook:Delivery</c>.</summary>
public sealed class DeliveryOptions
{
    /// <summary>From the start of a failed attempt to its retry; also how long a refused event steps aside.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many retries follow a failure.</summary>
    public int Retries { get; set; } = 3;

    /// <summary>For a whole exchange: name look-up, connect, TLS, request, response and its body.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The most POSTs in flight on one node.</summary>
    public int MaxInFlightPerNode { get; set; } = 256;

    /// <summary>The most POSTs in flight on one node to one host of callback URLs.</summary>
    public int MaxInFlightPerHost { get; set; } = 32;

    /// <summary>The most events that one subscription may hold.</summary>
    public int OutboxLimit { get; set; } = 10_000;

    /// <summary>Networks in CIDR form that may be reached though they are private, loopback or reserved.</summary>
    public string[] AllowedNetworks { get; set; } = [];

    /// <summary>Whether callback URLs may be plain <c>http</c>.</summary>
    public bool AllowHttp { get; set; }
}
