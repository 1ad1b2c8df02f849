using Webhook.Cluster.Subscriptions;

namespace Webhook.Tests.Core.Dsl;

/// <summary>How a test lets a POST end.</summary>
internal sealed record End(Outcome Outcome, int? Status, string? Error = null, TimeSpan? RetryAfter = null, bool TimedOut = false)
{
    public static readonly End Ok = new(Outcome.Delivered, 200);
    public static readonly End Refused = new(Outcome.Refused, 422);
    public static readonly End Broken = new(Outcome.Failed, 500);
    public static readonly End Timeout = new(Outcome.Failed, null, "No answer within 15 s.", TimedOut: true);

    public static End Busy(TimeSpan retryAfter, int status = 429) => new(Outcome.Failed, status, RetryAfter: retryAfter);

    public PostResult Result(DateTimeOffset startedAt, TimeSpan duration) =>
        new(Outcome, Status, Error, "", RetryAfter, TimedOut, startedAt, duration);
}
