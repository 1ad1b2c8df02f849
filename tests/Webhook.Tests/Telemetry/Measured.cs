using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Webhook.Cluster.Telemetry;

namespace Webhook.Tests.Telemetry;

/// <summary>Meters of a test's own, and what was measured with them.</summary>
internal sealed class Measured
{
    private static readonly string[] Counters =
    [
        "webhook.events.accepted", "webhook.events.duplicate", "webhook.events.rejected", "webhook.events.relayed", "webhook.attempts", "webhook.events.parked",
        "webhook.subscriptions.suspended", "webhook.journal.failures",
    ];

    private static readonly string[] Histograms = ["webhook.attempt.duration", "webhook.attempt.lateness", "webhook.delivery.latency"];

    private readonly Dictionary<string, MetricCollector<long>> _counts;
    private readonly Dictionary<string, MetricCollector<double>> _seconds;

    public Measured()
    {
        Meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        _counts = Counters.ToDictionary(name => name, name => new MetricCollector<long>(Meters, WebhookMeter.Name, name));
        _seconds = Histograms.ToDictionary(name => name, name => new MetricCollector<double>(Meters, WebhookMeter.Name, name));
    }

    public IMeterFactory Meters { get; }

    /// <summary>What a counter came to, over all labels or the one value given.</summary>
    public long Count(string name, string? label = null) =>
        _counts[name].GetMeasurementSnapshot().Where(m => label is null || m.Tags.Values.Contains(label)).Sum(m => m.Value);

    /// <summary>What a histogram was given, in seconds.</summary>
    public IReadOnlyList<double> Seconds(string name) => [.. _seconds[name].GetMeasurementSnapshot().Select(m => m.Value)];
}
