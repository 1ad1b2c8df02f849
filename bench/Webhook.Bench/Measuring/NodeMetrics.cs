using System.Globalization;
using Webhook.Harness.Nodes;

namespace Webhook.Bench.Measuring;

/// <summary>What a node says at <c>/metrics</c>, in Prometheus' text format.</summary>
internal sealed class NodeMetrics(string text)
{
    public static async Task<NodeMetrics> ReadAsync(NodeProcess node, CancellationToken cancellation) =>
        new(await node.Api.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellation));

    /// <summary>The sum over all label sets of <paramref name="name"/>, or over those with <paramref name="label"/> as a label's value; 0 when there is none.</summary>
    public double Sum(string name, string? label = null) => text.Split('\n')
        .Where(line => line.StartsWith(name + '{', StringComparison.Ordinal) && (label is null || line.Contains($"=\"{label}\"", StringComparison.Ordinal)))
        .Sum(line => double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));
}
