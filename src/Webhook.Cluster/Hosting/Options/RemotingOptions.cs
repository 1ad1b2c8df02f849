namespace Webhook.Cluster.Hosting.Options;

/// <summary>Section <c>Webhook:Remoting</c>.</summary>
public sealed class RemotingOptions
{
    /// <summary>Host name or address to bind to.</summary>
    public string HostName { get; set; } = "127.0.0.1";

    /// <summary>Port to bind to; 0 takes a free one.</summary>
    public int Port { get; set; } = 4053;

    /// <summary>The name others use to reach this node, where it differs from <see cref="HostName"/>.</summary>
    public string? PublicHostName { get; set; }

    /// <summary>Certificates; without them remoting is in clear and lets everybody in.</summary>
    public TlsOptions Tls { get; set; } = new();
}
