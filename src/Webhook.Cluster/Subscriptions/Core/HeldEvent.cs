namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>An accepted event that is neither delivered nor dropped.</summary>
/// <param name="Place">Its place by age, see <see cref="SubscriptionState.LastPlace"/>. A replayed event gets a new one.</param>
/// <param name="PayloadAt">Sequence number of the record that carries its payload.</param>
/// <param name="EventId">The sender's id, also the <c>webhook-id</c> of every attempt.</param>
/// <param name="Hash">Of <paramref name="Payload"/>.</param>
/// <param name="AcceptedAt">When it was accepted, UTC.</param>
/// <param name="Payload">The rendered body.</param>
/// <param name="Refusals">How often the endpoint refused it since it was queued.</param>
/// <param name="Aside">Set while it steps aside after a refusal; it may be sent again when this is over.</param>
public sealed record HeldEvent(
    long Place,
    long PayloadAt,
    string EventId,
    PayloadHash Hash,
    DateTimeOffset AcceptedAt,
    ReadOnlyMemory<byte> Payload,
    int Refusals,
    Wait? Aside)
{
    /// <summary>The span that accepted it, as a <c>traceparent</c>; null when it was not traced.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Whether it was parked before.</summary>
    public bool IsReplayed { get; init; }

    /// <summary>Whether it was never refused or replayed.</summary>
    public bool IsFresh => Refusals == 0 && !IsReplayed;
}
