using System.Diagnostics;
using Webhook.Bench.Processes;

namespace Webhook.Bench.Running;

/// <summary>Sends events and waits until each has arrived.</summary>
internal static class Load
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Sends what <paramref name="order"/> says; gives the seconds from the first event to the last arrival.</summary>
    /// <exception cref="InvalidOperationException">An event was not accepted.</exception>
    /// <exception cref="TimeoutException">An accepted event did not arrive.</exception>
    public static async Task<(SendAnswer Sent, double Seconds)> RunAsync(BenchCluster cluster, SendOrder order, CancellationToken cancellation)
    {
        var before = cluster.Arrivals.Distinct;
        var sent = await SendAsync(cluster, order, cancellation);
        await Harness.Waiting.Patience.UntilAsync(
            () => Task.FromResult(cluster.Arrivals.Distinct - before == sent.Accepted),
            () => $"all accepted events arrive; {cluster.Arrivals.Distinct - before} of {sent.Accepted} did",
            Patience,
            cancellation);
        var last = order.Numbers.Max(cluster.Arrivals.At);
        return (sent, Stopwatch.GetElapsedTime(sent.Begin, last).TotalSeconds);
    }

    /// <summary>Sends and does not wait for arrivals.</summary>
    /// <exception cref="InvalidOperationException">An event was not accepted.</exception>
    public static async Task<SendAnswer> SendAsync(BenchCluster cluster, SendOrder order, CancellationToken cancellation)
    {
        var sent = await cluster.Sender.AskAsync<SendOrder, SendAnswer>(order, cancellation);
        return sent.Accepted + sent.NoSubscription == order.Count ? sent
            : throw new InvalidOperationException($"{sent.Other} of {order.Count} events were not accepted.");
    }

    /// <summary>From receipt to arrival, in milliseconds, of each of the events that <paramref name="which"/> names; 0 where the POST was there before the receipt.</summary>
    public static List<double> Latencies(BenchCluster cluster, SendOrder order, Func<long, bool>? which = null)
    {
        var latencies = new List<double>();
        foreach (var number in order.Numbers)
        {
            if (which?.Invoke(number) != false && cluster.Receipts.At(number) is > 0 and var receipt && cluster.Arrivals.At(number) is > 0 and var arrival)
            {
                latencies.Add(Math.Max(0, Stopwatch.GetElapsedTime(receipt, arrival).TotalMilliseconds));
            }
        }

        return latencies;
    }

    /// <summary>How many seconds after they were due the retries arrived, of those of the events that failed.</summary>
    public static List<double> Lateness(BenchCluster cluster, SendOrder order, TimeSpan interval)
    {
        var lateness = new List<double>();
        foreach (var number in order.Numbers)
        {
            if (cluster.Failures.At(number) is > 0 and var failure)
            {
                lateness.Add((Stopwatch.GetElapsedTime(failure, cluster.Arrivals.At(number)) - interval).TotalSeconds);
            }
        }

        return lateness;
    }

    /// <summary>The reference: plain POSTs per second, over <paramref name="seconds"/>.</summary>
    public static async Task<double> PlainAsync(BenchCluster cluster, CancellationToken cancellation, double seconds = 3)
    {
        var plain = await cluster.Plain.AskAsync<PlainOrder, PlainAnswer>(new PlainOrder(cluster.UrlOf(EndpointPaths.Plain), seconds), cancellation);
        return plain.Posts / plain.Seconds;
    }
}
