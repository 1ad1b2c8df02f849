namespace Webhook.Cluster.Api.Security;

/// <summary>One line for each call that changes something: who, what, and with what result.</summary>
internal sealed class AuditLog(ILogger<AuditLog> log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var http = context.HttpContext;
        if (!HttpMethods.IsGet(http.Request.Method))
        {
            var status = (result as IStatusCodeHttpResult)?.StatusCode;
            log.LogInformation("Key {Key} called {Method} {Path}: {Status}", http.User.Identity?.Name, http.Request.Method, http.Request.Path, status);
        }

        return result;
    }
}
