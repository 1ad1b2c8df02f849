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
            // Escaped as it came: a line break in an id must not begin a line of its own in the log.
            var path = http.Request.Path.ToUriComponent();
            var status = (result as IStatusCodeHttpResult)?.StatusCode;
            log.LogInformation("Key {Key} called {Method} {Path}: {Status}", http.User.Identity?.Name, http.Request.Method, path, status);
        }

        return result;
    }
}
