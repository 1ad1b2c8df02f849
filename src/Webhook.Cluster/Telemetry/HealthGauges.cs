using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Webhook.Cluster.Telemetry;

/// <summary>Shows what <c>/healthz</c> says, for each of its checks: 1 for healthy, 0 for not.</summary>
internal sealed class HealthGauges : IHealthCheckPublisher
{
    /// <summary>How often the checks run though nobody asks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private volatile HealthReport? _report;

    public HealthGauges(IMeterFactory meters) =>
        meters.Create(WebhookMeter.Name).CreateObservableGauge("webhook.health", Checks, description: "1 for each health check of this node that is healthy, else 0");

    /// <summary>What the checks found wrong when they last ran, in words.</summary>
    public IReadOnlyList<string> Faults => _report is { } report
        ? [.. report.Entries.Where(check => check.Value.Status != HealthStatus.Healthy).Select(check => $"{check.Key}: {check.Value.Description ?? "not healthy"}")]
        : [];

    /// <inheritdoc />
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        _report = report;
        return Task.CompletedTask;
    }

    private IEnumerable<Measurement<int>> Checks() => _report is { } report
        ? report.Entries.Select(check => new Measurement<int>(
            check.Value.Status == HealthStatus.Healthy ? 1 : 0, new KeyValuePair<string, object?>("check", check.Key)))
        : [];
}
