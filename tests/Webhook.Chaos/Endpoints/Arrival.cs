namespace Webhook.Chaos.Endpoints;

/// <summary>One POST that reached an endpoint.</summary>
/// <param name="At">When it arrived, UTC.</param>
/// <param name="Subscription">Whose endpoint.</param>
/// <param name="EventId">Its <c>webhook-id</c>.</param>
/// <param name="Status">The answer; 0 when the caller was gone before there was one.</param>
/// <param name="Took">From arrival to answer.</param>
/// <param name="Caller">The address of the node that sent it; on loopback that of all.</param>
/// <param name="Fault">What was not as it was handed over and agreed on; null for nothing.</param>
internal sealed record Arrival(DateTimeOffset At, string Subscription, string EventId, int Status, TimeSpan Took, string Caller, string? Fault = null)
{
    public bool Delivered => Status is >= 200 and <= 299;

    public bool Refused => Status == 422;
}
