using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Webhook.Cluster.Api.Security;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Api;

public sealed class AuditLogTests
{
    [Theory]
    [InlineData("DELETE", 1)]
    [InlineData("GET", 0)]
    public async Task A_change_whose_caller_hung_up_is_logged_since_it_may_have_been_made(string method, int lines)
    {
        var written = new LogLines();
        using var loggers = LoggerFactory.Create(log => log.AddProvider(written));
        var http = new DefaultHttpContext { Request = { Method = method, Path = "/v1/subscriptions/x" } };
        var log = new AuditLog(loggers.CreateLogger<AuditLog>());
        await Assert.ThrowsAsync<TaskCanceledException>(() => log.InvokeAsync(
            EndpointFilterInvocationContext.Create(http), _ => throw new TaskCanceledException()).AsTask());
        Assert.Equal(lines, written.Count(l => l.EndsWith($"called {method} /v1/subscriptions/x: not answered", StringComparison.Ordinal)));
    }
}
