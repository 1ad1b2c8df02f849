namespace Webhook.Cluster.Delivery;

/// <summary>Makes POSTs under the caps per node and host.</summary>
public interface IDeliverer
{
    /// <summary>Queues a POST; it begins at once when there is a place.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="due">Since when it could have been sent, UTC; places go by this.</param>
    /// <param name="slow">Whether the subscription's last attempt timed out.</param>
    /// <param name="ended">
    /// Called once, on any thread, which it must not hold: with how it ended, or null when it was withdrawn, or given up because the
    /// process stops.
    /// </param>
    IPendingPost Begin(PostRequest request, DateTimeOffset due, bool slow, Action<Subscriptions.PostResult?> ended);
}

/// <summary>A POST that waits for a place or is under way.</summary>
public interface IPendingPost
{
    /// <summary>Takes it back unless it has begun.</summary>
    /// <returns>Whether it never begins.</returns>
    bool Withdraw();
}
