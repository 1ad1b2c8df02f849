using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Webhook.Cluster.Api.Security;
using Webhook.Cluster.Dashboard.SignIn;
using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Dashboard;

/// <summary>Who sits before a page. What they change is checked against their role again, and logged with their key's name as a call is.</summary>
internal sealed class Operator(AuthenticationStateProvider session, IAuthorizationService rights, ILogger<AuditLog> log)
{
    /// <summary>Makes a change.</summary>
    /// <param name="what">The change in words, for the log: <c>pause</c>.</param>
    /// <param name="target">What it is made to: a subscription's id, a member's address.</param>
    /// <param name="change">Makes it; gives what the API would answer.</param>
    /// <returns>The answer; a <see cref="CommandRejected"/> when it was refused, also for want of the role or because the session ended.</returns>
    public Task<object> ChangeAsync(string what, string target, Func<Task<object>> change) => ChangeAsync(what, target, null, Policies.Operating, change);

    /// <summary>Makes a change to <paramref name="own"/> that its customer may make, too.</summary>
    public Task<object> ChangeAsync(string what, SubscriptionView own, Func<Task<object>> change) => ChangeAsync(what, own.Id, own, Policies.Own, change);

    /// <summary>Whether <paramref name="own"/> may be shown: to operators, and to the customer of this generation.</summary>
    public async Task<bool> MaySeeAsync(SubscriptionView own) =>
        (await rights.AuthorizeAsync((await session.GetAuthenticationStateAsync()).User, own, Policies.Own)).Succeeded;

    private async Task<object> ChangeAsync(string what, string target, object? resource, string policy, Func<Task<object>> change)
    {
        var user = (await session.GetAuthenticationStateAsync()).User;
        var allowed = (await rights.AuthorizeAsync(user, resource, policy)).Succeeded;
        var result = "stopped";
        try
        {
            var answer = allowed ? await change() : new CommandRejected(CommandFault.Conflict, null, "Your session may not do this; sign in again.");
            result = answer is CommandRejected rejected ? rejected.Reason.ToString() : "done";
            return answer;
        }
        finally
        {
            // Ids hold no line breaks, but what was typed in may.
            log.LogInformation(
                "Key {Key} did {Change} {Target} in the dashboard{By}: {Result}",
                CustomerSession.KeyOf(user), what, target.ReplaceLineEndings(" "), CustomerSession.Of(user) is null ? "" : ", by its customer's link", result);
        }
    }
}
