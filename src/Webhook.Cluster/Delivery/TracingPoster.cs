using System.Diagnostics;
using Webhook.Cluster.Subscriptions;
using Webhook.Messages;

namespace Webhook.Cluster.Delivery;

/// <summary>
/// A span for each POST, which the endpoint gets as <c>traceparent</c>. The first attempt of an event belongs to the trace that
/// accepted it. A later one begins a trace of its own, linked to that: minutes or days may lie between, and collectors decide
/// on a trace, and close it, within seconds.
/// </summary>
/// <param name="poster">Makes the POST.</param>
internal sealed class TracingPoster(IWebhookPoster poster) : IWebhookPoster
{
    private const string Name = "webhook post";

    /// <inheritdoc />
    public Task<PostResult> PostAsync(PostRequest request, CancellationToken cancellation) =>
        Tracing.Source.HasListeners() ? TracedAsync(request, cancellation) : poster.PostAsync(request, cancellation);

    private async Task<PostResult> TracedAsync(PostRequest request, CancellationToken cancellation)
    {
        using var activity = Begin(request);
        if (activity is null)
        {
            return await poster.PostAsync(request, cancellation);
        }

        var result = await poster.PostAsync(request with { TraceParent = activity.Id }, cancellation);
        Describe(activity, result);
        return result;
    }

    private static Activity? Begin(PostRequest request)
    {
        // The actor's thread of execution has nothing to do with the span that happens to be current here.
        Activity.Current = null;
        var accepted = Tracing.ContextOf(request.TraceParent);
        var activity = request.IsFirst && accepted is { } parent
            ? Tracing.Source.StartActivity(Name, ActivityKind.Client, parent)
            : Tracing.Source.StartActivity(Name, ActivityKind.Client, default(ActivityContext), links: accepted is { } earlier ? [new ActivityLink(earlier)] : null);
        // The host only: a path or query may hold what only the customer should know.
        return activity?.SetTag(Tracing.SubscriptionTag, request.SubscriptionId).SetTag(Tracing.EventTag, request.WebhookId)
            .SetTag("http.request.method", "POST").SetTag("server.address", request.CallbackUrl.Host);
    }

    private static void Describe(Activity activity, PostResult result)
    {
        activity.SetTag("webhook.outcome", result.Outcome.ToString().ToLowerInvariant());
        if (result.Status is { } status)
        {
            activity.SetTag("http.response.status_code", status);
        }

        if (result.Outcome != Outcome.Delivered)
        {
            activity.SetStatus(ActivityStatusCode.Error, result.Error);
        }
    }
}
