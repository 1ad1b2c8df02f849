using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Webhook.Cluster.Dashboard.SignIn;
using Webhook.Cluster.Dashboard.Subscription;
using Webhook.Cluster.Subscriptions.Commands;
using RouteData = Microsoft.AspNetCore.Components.RouteData;

namespace Webhook.Cluster.Api.Security;

/// <summary>Operators may do all that customers may; a customer may reach the page of the own subscription, and what it is made of.</summary>
internal sealed class CustomerRights : AuthorizationHandler<CustomerRights.Requirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Requirement requirement)
    {
        if (context.User.IsInRole(nameof(Hosting.Options.ApiRole.Operator))
            || (CustomerSession.Of(context.User) is { } own && IsOwn(context.Resource, own.Id, own.Generation)))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private static bool IsOwn(object? resource, string id, int generation) => resource switch
    {
        // The socket of a page carries no right: what is read and changed through it is asked for again.
        HttpContext http when http.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal) => true,
        HttpContext http => IsOwnPage(http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type, http.GetRouteValue(nameof(SubscriptionPage.Id)), id),
        RouteData route => IsOwnPage(route.PageType, route.RouteValues.GetValueOrDefault(nameof(SubscriptionPage.Id)), id),
        SubscriptionView view => view.Id == id && view.Generation == generation,
        _ => false,
    };

    private static bool IsOwnPage(Type? page, object? shown, string id) => page == typeof(SubscriptionPage) && shown as string == id;

    /// <summary>What the policy <see cref="Policies.Own"/> asks for.</summary>
    internal sealed class Requirement : IAuthorizationRequirement;
}
