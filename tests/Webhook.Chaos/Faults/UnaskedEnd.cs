namespace Webhook.Chaos.Faults;

/// <summary>A node that ended though no fault was done to it: the others gave it up, or it gave itself up.</summary>
/// <param name="Node"><c>host:port</c> of the node.</param>
/// <param name="At">When the process was seen to have ended, UTC.</param>
internal sealed record UnaskedEnd(string Node, DateTimeOffset At)
{
    /// <summary>The node's address, without the port.</summary>
    public string Host => Node[..Node.LastIndexOf(':')];
}
