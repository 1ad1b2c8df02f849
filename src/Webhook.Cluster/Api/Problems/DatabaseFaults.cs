using Microsoft.AspNetCore.Diagnostics;
using Webhook.Cluster.Api.Security;
using Webhook.Cluster.Hosting;

namespace Webhook.Cluster.Api.Problems;

/// <summary>A database that cannot be reached just now is answered like a subscription that is moving: 503, to be repeated.</summary>
internal sealed class DatabaseFaults(ILogger<DatabaseFaults> log) : IExceptionHandler
{
    /// <summary>Answers calls of the API; pages have an answer of their own.</summary>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // By now the request has no endpoint any more; the handler's feature keeps it.
        var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        if (!Database.IsFault(exception) || endpoint?.Metadata.GetMetadata<PageMetadata>() is not null)
        {
            return false;
        }

        log.LogWarning("The database failed while {Method} {Path} was answered: {Fault}", httpContext.Request.Method, httpContext.Request.Path.ToUriComponent(), exception.Message);
        await Problem.Of(StatusCodes.Status503ServiceUnavailable, null, "The database does not answer; try again.").ExecuteAsync(httpContext);
        return true;
    }
}
