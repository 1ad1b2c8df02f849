using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Webhook.Cluster.Api.Problems;
using Webhook.Cluster.Dashboard.Layout;

namespace Webhook.Cluster.Dashboard;

/// <summary>Answers without a body get one: people a page, programs problem JSON.</summary>
internal static class StatusPages
{
    private static readonly PathString[] ForPrograms = ["/v1", "/openapi", "/metrics", "/healthz", "/_framework", "/_content", "/_blazor"];

    public static Task WriteAsync(StatusCodeContext status)
    {
        var context = status.HttpContext;
        if (!IsForPeople(context))
        {
            var answer = context.Response.StatusCode == StatusCodes.Status400BadRequest && QueryFault.Of(context) is var (field, detail)
                ? Problem.Of(StatusCodes.Status400BadRequest, field, detail)
                : Results.Problem(statusCode: context.Response.StatusCode);
            return answer.ExecuteAsync(context);
        }

        PageSecurity.Protect(context.Response);
        var parameters = new Dictionary<string, object?> { [nameof(StatusPage.Status)] = context.Response.StatusCode };
        return new RazorComponentResult<StatusPage>(parameters) { StatusCode = context.Response.StatusCode }.ExecuteAsync(context);
    }

    /// <summary>A browser says that it takes HTML, whatever it asks for.</summary>
    private static bool IsForPeople(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !Array.Exists(ForPrograms, prefix => context.Request.Path.StartsWithSegments(prefix));
}
