using System.Net;
using System.Net.Sockets;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions;

namespace Webhook.Tests.Delivery;

/// <summary>Makes posters and requests for tests.</summary>
internal static class Posting
{
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_614_265_330);

    public static WebhookPoster Poster(int timeoutMs = 10_000, INameResolver? names = null, params string[] allowed) => new(
        new DeliveryOptions { Timeout = TimeSpan.FromMilliseconds(timeoutMs) },
        new AddressGuard(allowed.Length > 0 ? allowed : ["127.0.0.0/8"]),
        names ?? new SystemNameResolver(new DeliveryOptions()),
        new FixedClock());

    public static PostRequest Request(Uri url, string? authorization = null, bool isTest = false, params string[] secrets) => new(
        url, authorization is null ? null : new Secret(authorization), "event-1", "{\"é\":1}"u8.ToArray(), [.. secrets.Select(s => new Secret(s))], isTest);

    public static async Task<PostResult> PostAsync(Uri url, int timeoutMs = 10_000, string? authorization = null, INameResolver? names = null)
    {
        using var poster = Poster(timeoutMs, names);
        return await poster.PostAsync(Request(url, authorization), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Begins a POST of a subscription that is well; gives how it ends, too.</summary>
    public static (IPendingPost Post, Task<PostResult?> Completion) Begin(IDeliverer deliverer, PostRequest request, DateTimeOffset due)
    {
        var ended = new TaskCompletionSource<PostResult?>(TaskCreationOptions.RunContinuationsAsynchronously);
        return (deliverer.Begin(request, due, slow: false, ended.SetResult), ended.Task);
    }

    /// <summary>Wall time stands still, so that timestamps are known; elapsed time is real.</summary>
    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}

/// <summary>A name server that says what the test wants.</summary>
internal sealed class ScriptedNames(params IPAddress[][] answers) : INameResolver
{
    private int _asked;

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation) => answers.Length == 0
        ? throw new SocketException((int)SocketError.HostNotFound)
        : Task.FromResult(answers[Math.Min(_asked++, answers.Length - 1)]);
}
