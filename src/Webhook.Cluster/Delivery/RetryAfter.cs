namespace Webhook.Cluster.Delivery;

/// <summary>How long an endpoint asks to be left alone.</summary>
internal static class RetryAfter
{
    /// <summary>What a 429 or 503 asks for, not capped and never negative; null otherwise, and for what is neither seconds nor a date.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        if ((int)response.StatusCode is not (429 or 503) || response.Headers.RetryAfter is not { } header)
        {
            return null;
        }

        var wait = header.Delta ?? header.Date - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
