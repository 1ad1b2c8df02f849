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

    /// <summary>A node and the others lose each other, for as long; it still reaches the database and the endpoints, and so could go on writing and sending beside those who take over.</summary>
    Isolate,

    /// <summary>The database is stopped, or crashes, and comes back.</summary>
    Database,

    /// <summary>The database can be read and not written, as a standby or one whose disk is full.</summary>
    ReadOnly,
}

/// <summary>What kinds have in common.</summary>
internal static class FaultKinds
{
    /// <summary>Whether it strikes the database, and so every subscription.</summary>
    public static bool IsOfDatabase(this FaultKind kind) => kind is FaultKind.Database or FaultKind.ReadOnly;

    /// <summary>Whether nodes need network namespaces for it.</summary>
    public static bool NeedsNetwork(this FaultKind kind) => kind is FaultKind.Cut or FaultKind.Isolate;
}
