using Webhook.Cluster.Subscriptions;

namespace Webhook.Cluster.Delivery;

/// <summary>Makes one POST and says how it ended. Never throws for what an endpoint, a network or a name server does.</summary>
public interface IWebhookPoster
{
    /// <summary>POSTs <paramref name="request"/> within the configured deadline for the whole exchange.</summary>
    /// <param name="request">What to send and where.</param>
    /// <param name="cancellation">Cancelled only when the process gives up waiting (shutdown); the outcome is then unknown.</param>
    Task<PostResult> PostAsync(PostRequest request, CancellationToken cancellation);
}
