using Webhook.Cluster.Delivery;

namespace Webhook.Cluster.Hosting.Options;

/// <summary>Everything that can be configured: section <c>Webhook</c> of the configuration. The defaults run one node.</summary>
public sealed class WebhookOptions
{
    /// <summary>The configuration's section.</summary>
    public const string Section = "Webhook";

    /// <summary>Where the HTTP interface listens.</summary>
    public HttpOptions Http { get; set; } = new();

    /// <summary>Where nodes and event senders reach this node.</summary>
    public RemotingOptions Remoting { get; set; } = new();

    /// <summary>How this node finds the others.</summary>
    public ClusterOptions Cluster { get; set; } = new();

    /// <summary>Where events are kept.</summary>
    public PersistenceOptions Persistence { get; set; } = new();

    /// <summary>What protects the keys that seal header values and signing secrets.</summary>
    public SecretsOptions Secrets { get; set; } = new();

    /// <summary>How events are delivered.</summary>
    public DeliveryOptions Delivery { get; set; } = new();

    /// <summary>Who may call the HTTP interface. Without any key it is open, and bound to loopback.</summary>
    public ApiKeyOptions[] ApiKeys { get; set; } = [];
}
