using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Webhook.Cluster.Api.Security;
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
    public async Task<object> ChangeAsync(string what, string target, Func<Task<object>> change)
    {
        var user = (await session.GetAuthenticationStateAsync()).User;
        var allowed = (await rights.AuthorizeAsync(user, Policies.Operating)).Succeeded;
        var result = "stopped";
        try
        {
            var answer = allowed ? await change() : new CommandRejected(CommandFault.Conflict, null, "Your session may not change anything; sign in again with a key of role operator.");
            result = answer is CommandRejected rejected ? rejected.Reason.ToString() : "done";
            return answer;
        }
        finally
        {
            // Ids hold no line breaks, but what was typed in may.
            log.LogInformation("Key {Key} did {Change} to {Target} in the dashboard: {Result}", user.Identity?.Name, what, target.ReplaceLineEndings(" "), result);
        }
    }
}
