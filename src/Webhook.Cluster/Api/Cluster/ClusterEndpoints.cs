using Akka.Actor;
using Akka.Cluster;
using Webhook.Cluster.Api.Problems;

namespace Webhook.Cluster.Api.Cluster;

/// <summary><c>/v1/cluster</c>: members and regions; leave and down.</summary>
internal static class ClusterEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("", LookAsync).WithName("GetCluster")
            .WithSummary("Members, and shards and entities per node; regions=false leaves the latter out, regions is null where they did not answer")
            .Produces<ClusterView>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        Move("/leave", "LeaveCluster", "Have a member leave gracefully", (cluster, member) => (cluster.LeaveFault(member), cluster.Leave));
        Move("/down", "DownMember", "Declare a member dead", (cluster, member) => (cluster.DownFault(member), cluster.Down));

        void Move(string path, string name, string summary, Func<ClusterInspector, Member, (string? Fault, Action<Address> Move)> decide) =>
            routes.MapPost(path, (HttpContext context, ClusterInspector cluster) => MoveAsync(context, cluster, decide))
                .WithName(name).WithSummary(summary).Accepts<AddressBody>("application/json").Produces<AddressBody>(StatusCodes.Status202Accepted)
                .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
                .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> LookAsync(ClusterInspector cluster, string? regions, CancellationToken cancellation)
    {
        if (!bool.TryParse(regions ?? bool.TrueString, out var withRegions))
        {
            return Problem.Invalid("regions", "It is neither true nor false; leave it out to see the regions.");
        }

        return Results.Ok(await cluster.LookAsync(withRegions, cancellation));
    }

    private static async Task<IResult> MoveAsync(
        HttpContext context, ClusterInspector cluster, Func<ClusterInspector, Member, (string? Fault, Action<Address> Move)> decide)
    {
        var (body, problem) = await JsonBody.ReadObjectAsync(context, "address");
        if (problem is not null)
        {
            return problem;
        }

        if (!body.TryGetProperty("address", out var value) || !JsonBody.TryReadText(value, out var address))
        {
            return Problem.Invalid("address", "It is missing or not text; give a member's address as GET /v1/cluster shows it, or host:port.");
        }

        if (cluster.Find(address) is not { } member)
        {
            return Problem.Of(StatusCodes.Status404NotFound, "address", "No member has this address; GET /v1/cluster lists them.");
        }

        var (fault, move) = decide(cluster, member);
        if (fault is not null)
        {
            return Problem.Of(StatusCodes.Status409Conflict, "address", fault);
        }

        move(member.Address);
        return Results.Accepted(value: new AddressBody(member.Address.ToString()));
    }

    /// <summary>The body: a member's address.</summary>
    private sealed record AddressBody(string Address);
}
