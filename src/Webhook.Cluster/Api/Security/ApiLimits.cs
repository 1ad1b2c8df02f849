using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Webhook.Cluster.Api.Problems;

namespace Webhook.Cluster.Api.Security;

/// <summary>
/// How much one caller may ask of a node: one bucket for each key, and for callers without a valid key one for each address.
/// Fixed, because they are there to stop floods and guessing, not to ration: no honest caller comes near them.
/// </summary>
internal static class ApiLimits
{
    /// <summary>The largest body taken, in bytes: an event written with white space and escapes, and a little more.</summary>
    public const int BodyBytes = 1024 * 1024;

    /// <summary>Calls at once with one key: more than a node can answer within a second.</summary>
    public const int KeyConcurrency = 512;

    /// <summary>Calls in a burst with one key; as many come back each second.</summary>
    public const int KeyCallsPerSecond = 10_000;

    /// <summary>Calls in a burst without a valid key from one address.</summary>
    public const int StrangerBurst = 100;

    /// <summary>Such calls that come back each second: guessing a key of 128 bits at this rate has no end.</summary>
    public const int StrangerCallsPerSecond = 10;

    private const int HeaderBytes = 32 * 1024;
    private const int Connections = 4_096;

    /// <summary>A reverse proxy that all calls come through needs no more.</summary>
    private const int ConnectionsOfOneNetwork = Connections / 2;

    /// <summary>Sets what Kestrel takes of one connection, and how many.</summary>
    public static void Limit(Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = BodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytes;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        // Also for a connection that asks for nothing. Longer than proxies and clients keep one that they mean to use again, which is a minute: it must not end under their next call.
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(90);
        kestrel.Limits.MaxConcurrentConnections = Connections;
        var shares = new ConnectionShares(ConnectionsOfOneNetwork);
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => shares.ServeAsync(connection, next)));
    }

    /// <summary>Sets the limiter and what it answers: 429 when too many calls come, 503 when too many are under way.</summary>
    public static void Limit(RateLimiterOptions options)
    {
        options.GlobalLimiter = Create();
        options.OnRejected = async (rejected, _) =>
        {
            var context = rejected.HttpContext;
            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            {
                context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                await Problem.Of(StatusCodes.Status429TooManyRequests, null, "Too many calls come with this key or from this address; wait as long as Retry-After says.")
                    .ExecuteAsync(context);
                return;
            }

            await Problem.Of(StatusCodes.Status503ServiceUnavailable, null, $"More than {KeyConcurrency} calls are under way with this key or from this address; send fewer at once.")
                .ExecuteAsync(context);
        };
    }

    /// <summary>A limiter for all calls but the probes, which must tell the truth under a flood too.</summary>
    public static PartitionedRateLimiter<HttpContext> Create() => PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, Caller>(context => CallerOf(context) is not { } caller
            ? RateLimitPartition.GetNoLimiter(default(Caller))
            : RateLimitPartition.GetTokenBucketLimiter(caller, Bucket)),
        PartitionedRateLimiter.Create<HttpContext, Caller>(context => CallerOf(context) is not { } caller
            ? RateLimitPartition.GetNoLimiter(default(Caller))
            : RateLimitPartition.GetConcurrencyLimiter(caller, _ => new ConcurrencyLimiterOptions { PermitLimit = KeyConcurrency })));

    private static TokenBucketRateLimiterOptions Bucket(Caller caller) => new()
    {
        TokenLimit = caller.HasKey ? KeyCallsPerSecond : StrangerBurst,
        TokensPerPeriod = caller.HasKey ? KeyCallsPerSecond : StrangerCallsPerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    };

    private static Caller? CallerOf(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal))
        {
            return null;
        }

        return context.User.Identity is { IsAuthenticated: true, Name: { } name } ? new Caller(true, name) : new Caller(false, ConnectionShares.NetworkOf(context.Connection.RemoteIpAddress));
    }

    /// <summary>Whose calls are counted together: a key's name, or an address.</summary>
    private readonly record struct Caller(bool HasKey, string Name);
}
