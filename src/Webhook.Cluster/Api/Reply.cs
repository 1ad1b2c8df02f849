using Webhook.Cluster.Api.Problems;
using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Api;

/// <summary>An actor's answer as an HTTP result.</summary>
internal static class Reply
{
    public static IResult Of(object answer) => answer switch
    {
        CommandRejected rejected => Problem.Of(rejected),
        _ => Results.Ok(answer),
    };
}
