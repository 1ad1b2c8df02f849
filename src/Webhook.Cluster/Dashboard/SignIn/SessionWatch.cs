using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Webhook.Cluster.Dashboard.SignIn;

/// <summary>Ends what an open page may do when its session ends: no request comes that would tell.</summary>
internal sealed class SessionWatch(SessionEnds ends, ILoggerFactory logs) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(2);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Task.FromResult(!ends.IsOver(authenticationState.User));
}
