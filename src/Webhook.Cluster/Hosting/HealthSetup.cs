using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using Akka.Persistence;
using Akka.Persistence.Sql;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Cluster.Hosting;

/// <summary>Liveness: the actor system runs. Readiness: the node is an <c>Up</c> member and its journal works.</summary>
public static class HealthSetup
{
    private const string Live = "live";
    private const string Ready = "ready";

    /// <summary>Adds the checks. The host needs <c>services.AddHealthChecks()</c> beside it.</summary>
    public static AkkaConfigurationBuilder WithWebhookHealth(this AkkaConfigurationBuilder builder, Database database, Departure departure)
    {
        var probe = new JournalProbe(database, timeout: JournalProbe.Patience, keep: TimeSpan.FromSeconds(2));
        return builder
            .WithActorSystemLivenessCheck(HealthStatus.Unhealthy, [Live])
            .WithHealthCheck("member", (system, _, _) => Task.FromResult(Member(Akka.Cluster.Cluster.Get(system), departure)), HealthStatus.Unhealthy, [Ready])
            .WithHealthCheck(
                "journal",
                (system, _, cancellationToken) => JournalAsync(system, probe, cancellationToken),
                HealthStatus.Unhealthy,
                [Ready]);
    }

    /// <summary>Maps <c>/healthz/live</c> and <c>/healthz/ready</c>: 200, or 503 with the word for the state. Needs no key.</summary>
    public static IEndpointRouteBuilder MapWebhookHealth(this IEndpointRouteBuilder routes)
    {
        Map(routes, Live);
        Map(routes, Ready);
        return routes;
    }

    // Akka.Hosting's own cluster check stays healthy once the node has joined, even when it leaves or is downed. The member is
    // Up until its subscriptions are handed off, so the departure is asked as well: who reads "not ready" is turned away from then on.
    private static HealthCheckResult Member(Akka.Cluster.Cluster cluster, Departure departure) =>
        cluster.IsTerminated ? HealthCheckResult.Unhealthy("The node left the cluster.")
        : departure.Begun.IsCancellationRequested ? HealthCheckResult.Unhealthy("The node is leaving the cluster.")
        : cluster.SelfMember.Status == MemberStatus.Up ? HealthCheckResult.Healthy()
        : HealthCheckResult.Unhealthy($"The node is {cluster.SelfMember.Status}.");

    private static async Task<HealthCheckResult> JournalAsync(ActorSystem system, JournalProbe probe, CancellationToken cancellationToken)
    {
        var plugin = await Persistence.Instance.Apply(system)
            .CheckJournalHealthAsync(SqlPersistence.JournalConfigPath, cancellationToken)
            .WaitAsync(JournalProbe.Patience, cancellationToken);
        return plugin.Status != PersistenceHealthStatus.Healthy ? HealthCheckResult.Unhealthy("The journal's circuit breaker is not closed.")
            : WritesUnderWay.Of(system).IsRefused ? HealthCheckResult.Unhealthy("The database takes no records.")
            : await probe.FaultAsync(Akka.Cluster.Cluster.Get(system).SelfAddress, cancellationToken) is { } fault
                ? HealthCheckResult.Unhealthy(fault)
                : HealthCheckResult.Healthy();
    }

    private static void Map(IEndpointRouteBuilder routes, string tag) =>
        routes.MapHealthChecks($"/healthz/{tag}", new HealthCheckOptions { Predicate = check => check.Tags.Contains(tag), AllowCachingResponses = false });
}
