namespace Webhook.Cluster.Subscriptions.Core.Announcing;

/// <summary>When a subscription is nearly full, and when it no longer is. Far enough apart that one at the edge is not told of twice.</summary>
public static class Fullness
{
    private const int NearlyFullPercent = 80;
    private const int RelievedPercent = 50;

    /// <summary>The bound on events, if one more payload makes the subscription nearly full and it was not; else null.</summary>
    public static int? ReachedBy(DeliveryPolicy policy, SubscriptionState state, int payloadBytes) =>
        state.News.NearlyFullOf is null
        && (IsAtLeast(state.Held.Count + 1, policy.HeldEvents) || IsAtLeast(state.Held.Bytes + payloadBytes, DeliveryPolicy.HeldBytes))
            ? policy.HeldEvents
            : null;

    /// <summary>Whether a subscription that was nearly full has room again.</summary>
    /// <param name="held">What it holds.</param>
    /// <param name="limit">The bound on events when it became nearly full.</param>
    public static bool IsRelieved(HeldEvents held, int limit) =>
        held.Count * 100L < (long)limit * RelievedPercent && held.Bytes * 100 < DeliveryPolicy.HeldBytes * RelievedPercent;

    private static bool IsAtLeast(long held, long limit) => held * 100 >= limit * NearlyFullPercent;
}
