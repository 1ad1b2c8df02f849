using MudBlazor;
using Webhook.Cluster.Dashboard.Layout;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Dashboard.Subscription;

/// <summary>How a change ended, in words.</summary>
/// <param name="Severity">Whether it went well.</param>
/// <param name="Text">A sentence or two.</param>
internal sealed record ChangeResult(Severity Severity, string Text)
{
    /// <summary>The words for an answer of <see cref="SubscriptionDesk"/>.</summary>
    public static ChangeResult Of(object answer) => answer switch
    {
        CommandRejected { Field: { } field } rejected => new(Severity.Error, $"{field}: {rejected.Detail}"),
        CommandRejected rejected => new(Severity.Error, rejected.Detail),
        SubscriptionView { Warning: { } warning } => new(Severity.Warning, $"Changed, but no POST will arrive: {warning}"),
        SubscriptionView view => new(Severity.Success, $"Done. It is {view.Phase} now."),
        Replayed replayed => new(Severity.Success, $"{Words.Of(replayed.Queued, "event")} queued again."),
        TestSent { Result: { Outcome: Outcome.Delivered } result } => new(Severity.Success, $"The test was delivered: {result.Status} within {Durations.Of(result.Duration)}."),
        TestSent { Result: var result } => new(Severity.Error, $"The test was not delivered: {result.Error ?? $"the endpoint answered {result.Status}."}{Quoted(result.Excerpt)}"),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer.GetType().Name, "No words for this answer."),
    };

    private static string Quoted(string excerpt) => excerpt.Length == 0 ? "" : $" It said: “{excerpt}”";
}
