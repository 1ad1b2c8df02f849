using System.Text.Json;
using System.Text.Json.Serialization;
using Webhook.Cluster.Api.Cluster;
using Webhook.Cluster.Api.Events;
using Webhook.Cluster.Api.Links;
using Webhook.Cluster.Api.Problems;
using Webhook.Cluster.Api.Security;
using Webhook.Cluster.Api.Subscriptions;
using Webhook.Cluster.Dashboard;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Cluster.Api;

/// <summary>The HTTP API: services and routes.</summary>
public static class ApiSetup
{
    /// <summary>Adds what the API needs beside the actors.</summary>
    public static IServiceCollection AddWebhookApi(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyRing>();
        services.AddSingleton<SubscriptionClient>();
        services.AddSingleton<EventHistory>();
        services.AddSingleton<Replayer>();
        services.AddSingleton<ClusterInspector>();
        services.AddProblemDetails();
        services.AddExceptionHandler<DatabaseFaults>();
        services.AddRateLimiter(ApiLimits.Limit);
        services.AddOpenApi("v1");
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
            json.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        services.AddWebhookAuthentication();
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Sending, p => p.RequireRole(nameof(ApiRole.Sender), nameof(ApiRole.Operator)))
            .AddPolicy(Policies.Operating, p => p.RequireRole(nameof(ApiRole.Operator)))
            .AddPolicy(Policies.Own, p => p.RequireAuthenticatedUser().AddRequirements(new CustomerRights.Requirement()));
        services.AddSingleton<Microsoft.AspNetCore.Authorization.IAuthorizationHandler, CustomerRights>();
        return services;
    }

    /// <summary>Maps every call.</summary>
    public static void MapWebhookApi(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages(StatusPages.WriteAsync);
        app.UseOwnHostOnly();
        app.UsePageSecurity();
        app.UseAuthentication();
        // After the key is known and before anything is done for it.
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapOpenApi("/openapi/v1.json");

        EventEndpoints.MapSending(app.MapGroup("/v1/subscriptions").AddEndpointFilter<AuditLog>());
        var subscriptions = app.MapGroup("/v1/subscriptions").RequireAuthorization(Policies.Operating).AddEndpointFilter<AuditLog>();
        SubscriptionEndpoints.Map(subscriptions);
        SteeringEndpoints.Map(subscriptions);
        ReplayEndpoint.Map(subscriptions);
        LinkEndpoint.Map(subscriptions);
        EventEndpoints.Map(subscriptions);
        ClusterEndpoints.Map(app.MapGroup("/v1/cluster").RequireAuthorization(Policies.Operating).AddEndpointFilter<AuditLog>());
    }
}
