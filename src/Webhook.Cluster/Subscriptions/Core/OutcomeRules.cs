namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>What a status says about an attempt.</summary>
public static class OutcomeRules
{
    /// <summary>
    /// 2xx is delivered. A 4xx is refused, save those that speak of the way to the endpoint rather than of the event. All else
    /// has failed.
    /// </summary>
    public static Outcome Of(int status) => status switch
    {
        >= 200 and <= 299 => Outcome.Delivered,
        401 or 403 or 404 or 407 or 408 or 410 or 421 or 425 or 429 => Outcome.Failed,
        >= 400 and <= 499 => Outcome.Refused,
        _ => Outcome.Failed,
    };
}
