namespace Webhook.Cluster.Api.Security;

/// <summary>One line for each call that changes something: who, what, and with what result.</summary>
internal sealed class AuditLog(ILogger<AuditLog> log) : IEndpointFilter
{
    /// <summary>Of a call whose caller hung up, or that threw: the change may have been made all the same.</summary>
    private const string Unanswered = "not answered";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method))
        {
            return await next(context);
        }

        object status = Unanswered;
        try
        {
            var result = await next(context);
            status = (result as IStatusCodeHttpResult)?.StatusCode ?? http.Response.StatusCode;
            return result;
        }
        finally
        {
            // Escaped as it came: a line break in an id must not begin a line of its own in the log.
            var path = http.Request.Path.ToUriComponent();
            log.LogInformation("Key {Key} called {Method} {Path}: {Status}", http.User.Identity?.Name, http.Request.Method, path, status);
        }
    }
}
