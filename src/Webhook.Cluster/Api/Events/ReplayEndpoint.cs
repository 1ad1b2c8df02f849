using System.Globalization;
using System.Text.Json;
using Webhook.Cluster.Api.Problems;
using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Api.Events;

/// <summary><c>POST /v1/subscriptions/{id}/replay</c>: send again by id, all that is parked, or by time range.</summary>
internal static class ReplayEndpoint
{
    private const int IdsAtOnce = 1_000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/{id}/replay", ReplayAsync).WithName("ReplayEvents")
            .WithSummary("Queue events again: {\"events\":[…]}, {\"all\":true} (all parked) or {\"since\",\"until\"} (delivered ones too)")
            .Accepts<ReplayBody>("application/json").Produces<Replayed>()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> ReplayAsync(string id, HttpContext context, Replayer replayer)
    {
        var (body, problem) = await JsonBody.ReadObjectAsync(context, "events", "all", "since", "until");
        if (problem is not null)
        {
            return problem;
        }

        var fields = body.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal).ToList();
        return fields switch
        {
            ["all"] when body.GetProperty("all").ValueKind == JsonValueKind.True => Reply.Of(await replayer.AllParkedAsync(id, context.RequestAborted)),
            ["all"] => Problem.Invalid("all", "It must be true; to replay single events give their ids in events."),
            ["events"] => await ReplayIdsAsync(id, body.GetProperty("events"), replayer, context.RequestAborted),
            ["since", "until"] or ["since"] => await ReplayRangeAsync(id, body, replayer, context.RequestAborted),
            ["until"] => Problem.Invalid("since", "It is missing; a time range needs its begin."),
            _ => Problem.Invalid("events", "Give exactly one of events, all, or since with until."),
        };
    }

    private static async Task<IResult> ReplayIdsAsync(string id, JsonElement events, Replayer replayer, CancellationToken cancellation)
    {
        if (events.ValueKind != JsonValueKind.Array || events.GetArrayLength() is 0 or > IdsAtOnce
            || events.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.String || e.GetRawText().Contains('\\', StringComparison.Ordinal)))
        {
            return Problem.Invalid("events", $"It must be an array of 1 to {IdsAtOnce} event ids, written without escapes.");
        }

        return Reply.Of(await replayer.ByIdAsync(id, events.EnumerateArray().Select(e => e.GetString()!).ToList(), cancellation));
    }

    private static async Task<IResult> ReplayRangeAsync(string id, JsonElement body, Replayer replayer, CancellationToken cancellation)
    {
        if (!TryReadTime(body, "since", out var since))
        {
            return Problem.Invalid("since", "It is not a time; write ISO 8601 with an offset, such as 2015-04-28T14:36:22Z.");
        }

        var until = DateTimeOffset.MaxValue;
        if (body.TryGetProperty("until", out _) && !TryReadTime(body, "until", out until))
        {
            return Problem.Invalid("until", "It is not a time; write ISO 8601 with an offset, such as 2015-04-28T14:36:22Z.");
        }

        return until <= since
            ? Problem.Invalid("until", "It is not after since; swap them.")
            : Reply.Of(await replayer.BetweenAsync(id, since, until, cancellation));
    }

    private static bool TryReadTime(JsonElement body, string field, out DateTimeOffset time)
    {
        time = default;
        return body.GetProperty(field) is { ValueKind: JsonValueKind.String } value
            // Half a surrogate pair can be escaped in the text and not be read; no time needs an escape.
            && !value.GetRawText().Contains('\\', StringComparison.Ordinal)
            && value.GetString() is { } text
            && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal))
            && text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    /// <summary>The body; exactly one way of naming events.</summary>
    private sealed record ReplayBody(IReadOnlyList<string>? Events, bool? All, DateTimeOffset? Since, DateTimeOffset? Until);
}
