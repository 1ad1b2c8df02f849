using Microsoft.AspNetCore.Mvc;
using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Api.Problems;

/// <summary>Errors as RFC 9457 problem details, with the field at fault as the member <c>field</c>.</summary>
internal static class Problem
{
    /// <summary>How long a caller should wait before repeating what could not be taken just now, in seconds.</summary>
    private const string RepeatAfterSeconds = "1";

    public static IResult Of(int status, string? field, string detail)
    {
        var problem = new ProblemDetails { Status = status, Detail = detail };
        if (field is not null)
        {
            problem.Extensions["field"] = field;
        }

        return status == StatusCodes.Status503ServiceUnavailable ? new Repeatable(Results.Problem(problem)) : Results.Problem(problem);
    }

    public static IResult Of(CommandRejected rejected) => Of(
        rejected.Reason switch
        {
            CommandFault.NotFound => StatusCodes.Status404NotFound,
            CommandFault.Invalid => StatusCodes.Status422UnprocessableEntity,
            CommandFault.Conflict => StatusCodes.Status409Conflict,
            CommandFault.Full => StatusCodes.Status429TooManyRequests,
            _ => StatusCodes.Status503ServiceUnavailable,
        },
        rejected.Field,
        rejected.Detail);

    public static IResult Invalid(string field, string detail) => Of(StatusCodes.Status422UnprocessableEntity, field, detail);

    private sealed class Repeatable(IResult inner) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => StatusCodes.Status503ServiceUnavailable;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = RepeatAfterSeconds;
            return inner.ExecuteAsync(httpContext);
        }
    }
}
