namespace Webhook.Chaos.Faults;

/// <summary>What can happen to a cluster.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL of any node.</summary>
    Kill,

    /// <summary>SIGKILL of the oldest node, which holds the shard coordinator.</summary>
    KillOldest,

    /// <summary>SIGTERM of any node, which leaves in order and is started again.</summary>
    Terminate,

    /// <summary>SIGSTOP for longer than it takes to be downed, then SIGCONT.</summary>
    Freeze,

    /// <summary>All of a node's network is gone for longer than it takes to be downed.</summary>
    Cut,

    /// <summary>The database is stopped, or crashes, and comes back.</summary>
    Database,
}
