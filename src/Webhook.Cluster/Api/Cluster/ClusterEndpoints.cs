using System.Text.Json;
using Akka.Actor;
using Webhook.Cluster.Api.Problems;

namespace Webhook.Cluster.Api.Cluster;

/// <summary><c>/v1/cluster</c>: members and regions; leave and down.</summary>
internal static class ClusterEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("", LookAsync).WithName("GetCluster").WithSummary("Members, and shards and entities per node").Produces<ClusterView>();
        routes.MapPost("/leave", (HttpContext context, ClusterInspector cluster) => MoveAsync(context, cluster, cluster.Leave))
            .WithName("LeaveCluster").WithSummary("Have a member leave gracefully").Accepts<AddressBody>("application/json").Produces(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/down", (HttpContext context, ClusterInspector cluster) => MoveAsync(context, cluster, cluster.Down))
            .WithName("DownMember").WithSummary("Declare a member dead").Accepts<AddressBody>("application/json").Produces(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> LookAsync(ClusterInspector cluster, CancellationToken cancellation)
    {
        try
        {
            return Results.Ok(await cluster.LookAsync(cancellation));
        }
        catch (AskTimeoutException)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, null, "The shard regions did not answer in time; try again.");
        }
    }

    private static async Task<IResult> MoveAsync(HttpContext context, ClusterInspector cluster, Action<Address> move)
    {
        var (body, problem) = await JsonBody.ReadObjectAsync(context, "address");
        if (problem is not null)
        {
            return problem;
        }

        if (!body.TryGetProperty("address", out var value) || value.ValueKind != JsonValueKind.String)
        {
            return Problem.Invalid("address", "It is missing or not text; give a member's address as GET /v1/cluster shows it, or host:port.");
        }

        if (cluster.Find(value.GetString()!) is not { } address)
        {
            return Problem.Of(StatusCodes.Status404NotFound, "address", "No member has this address; GET /v1/cluster lists them.");
        }

        move(address);
        return Results.Accepted(value: new AddressBody(address.ToString()));
    }

    /// <summary>The body: a member's address.</summary>
    private sealed record AddressBody(string Address);
}
