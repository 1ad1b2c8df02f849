using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Webhook.Cluster.Api.Security;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Telemetry.Reports;
using Webhook.Messages;

namespace Webhook.Cluster.Telemetry;

/// <summary>Metrics for Prometheus at <c>/metrics</c>; metrics, traces and logs by OTLP where the standard environment variables name a receiver.</summary>
internal static class TelemetrySetup
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "webhook";

    /// <summary>Adds the instruments and their exporters.</summary>
    public static IServiceCollection AddWebhookTelemetry(this IServiceCollection services, WebhookOptions options, IConfiguration configuration)
    {
        services.AddSingleton<WebhookMeter>();
        services.AddSingleton(s => new OutcomeLog(s.GetRequiredService<ILogger<OutcomeLog>>(), s.GetRequiredService<TimeProvider>()));
        services.AddHostedService<NodeGauges>();
        services.AddSingleton<HealthGauges>().AddSingleton<IHealthCheckPublisher>(s => s.GetRequiredService<HealthGauges>());
        services.AddSingleton<ActivityHistory>().AddHostedService(s => s.GetRequiredService<ActivityHistory>());
        services.AddSingleton<NodeState>().AddSingleton<ClusterReports>();
        services.Configure<HealthCheckPublisherOptions>(publishing =>
        {
            publishing.Delay = TimeSpan.Zero;
            publishing.Period = HealthGauges.Period;
        });
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, options))
            .WithMetrics(metrics => metrics
                .AddMeter(WebhookMeter.Name, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
                .AddPrometheusExporter());
        if (!string.IsNullOrEmpty(configuration[OtlpEndpoint]))
        {
            // Only here: a provider without an exporter would have every event traced for nobody.
            telemetry.WithTracing(traces => traces.AddSource(Tracing.SourceName)).WithLogging().UseOtlpExporter();
        }

        return services;
    }

    /// <summary>Maps <c>/metrics</c>; where keys are configured, scraping needs one of role operator.</summary>
    public static void MapWebhookMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(Policies.Operating);

    /// <summary>What the standard variables say (<c>OTEL_SERVICE_NAME</c>, <c>OTEL_RESOURCE_ATTRIBUTES</c>) wins.</summary>
    private static void Describe(ResourceBuilder resource, WebhookOptions options)
    {
        var remoting = options.Remoting;
        var host = string.IsNullOrEmpty(remoting.PublicHostName) ? remoting.HostName : remoting.PublicHostName;
        resource
            .AddService(ServiceName, serviceVersion: typeof(TelemetrySetup).Assembly.GetName().Version!.ToString(3), serviceInstanceId: $"{host}:{remoting.Port}")
            .AddEnvironmentVariableDetector();
    }
}
