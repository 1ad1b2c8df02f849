namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>The rules' configurable numbers.</summary>
/// <param name="Interval">From the start of a failed attempt to its retry; also how long a refused event steps aside.</param>
/// <param name="Retries">How many retries follow a failure before the subscription is suspended.</param>
/// <param name="HeldEvents">The most events a subscription may hold.</param>
/// <param name="AllowHttp">Whether callback URLs may be plain <c>http</c>.</param>
public sealed record DeliveryPolicy(TimeSpan Interval, int Retries, int HeldEvents, bool AllowHttp)
{
    /// <summary>The most payload bytes a subscription may hold: 16 MiB.</summary>
    public const long HeldBytes = 16L * 1024 * 1024;

    /// <summary>The longest wait that a <c>Retry-After</c> can ask for.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    /// <summary>How many different events must be refused in a row before a refusal counts as a failure.</summary>
    public const int RefusalsInARow = 5;

    /// <summary>How long a replaced signing secret stays valid beside the new one.</summary>
    public static readonly TimeSpan SecretOverlap = TimeSpan.FromHours(24);
}
