namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>Where a subscription stands; always derived from its state, never stored in it.</summary>
public enum Phase
{
    /// <summary>Nothing to send now.</summary>
    Idle,

    /// <summary>An attempt is in flight or may start.</summary>
    Delivering,

    /// <summary>An attempt failed; nothing starts before the retry is due.</summary>
    Waiting,

    /// <summary>The last retry failed; nothing is sent until there is new data or somebody steps in.</summary>
    Suspended,

    /// <summary>Held by hand: accepts and queues.</summary>
    Paused,

    /// <summary>Sends and accepts nothing; what it holds stays readable.</summary>
    Cancelled,
}
