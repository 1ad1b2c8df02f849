namespace Webhook.Cluster.Hosting.Options;

/// <summary>Section <c>Webhook:Cluster</c>.</summary>
public sealed class ClusterOptions
{
    /// <summary>Addresses <c>akka.tcp://webhook@host:port</c> to join by (<c>akka.ssl.tcp://</c> with TLS); the first founds the cluster. None: this node alone.</summary>
    public string[] SeedNodes { get; set; } = [];

    /// <summary>Roles of this node.</summary>
    public string[] Roles { get; set; } = [];

    /// <summary>How long a subscription with nothing to do stays in memory.</summary>
    public TimeSpan PassivateAfter { get; set; } = TimeSpan.FromMinutes(2);
}
