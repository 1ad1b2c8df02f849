using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Webhook.Cluster.Subscriptions.Core.Announcing;

/// <summary>What operators are to be told of a subscription, and what must be remembered to tell it once. One object for all that never had any.</summary>
/// <param name="Waiting">What the operators' subscription has not answered for, oldest first.</param>
/// <param name="Outage">The outage under way; null when nothing was suspended since the last delivery.</param>
/// <param name="NearlyFullOf">The bound on events when it was last told to be nearly full; null once it has room again.</param>
/// <param name="OperatorsSince">Set for the operators' own subscription: when it was created, UTC. It is told only what happened since.</param>
public sealed record News(ImmutableArray<Announcement> Waiting, Outage? Outage = null, int? NearlyFullOf = null, DateTimeOffset? OperatorsSince = null)
{
    /// <summary>Nothing to tell and nothing to remember.</summary>
    public static readonly News None = new([]);

    /// <summary>Whether this says no more than <see cref="None"/>.</summary>
    [JsonIgnore]
    public bool IsNone => Waiting.IsEmpty && Outage is null && NearlyFullOf is null && OperatorsSince is null;
}
