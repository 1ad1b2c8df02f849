using System.Globalization;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Fuzz.Api;

/// <summary>Answers each POST itself, with the status that the last segment of the URL's path names, and echoes the payload.</summary>
internal sealed class NobodysPoster : IWebhookPoster
{
    public Task<PostResult> PostAsync(PostRequest request, CancellationToken cancellation)
    {
        var status = int.TryParse(request.CallbackUrl.Segments[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var named) && named is >= 100 and <= 599 ? named : 200;
        var excerpt = Excerpt.Of(request.Payload.Span, request);
        return Task.FromResult(new PostResult(OutcomeRules.Of(status), status, null, excerpt, null, false, DateTimeOffset.UtcNow, TimeSpan.Zero));
    }
}
