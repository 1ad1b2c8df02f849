using System.Text;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Tests.Core.Dsl;

/// <summary>A state as text that is equal exactly when the states are.</summary>
internal static class Dump
{
    public static string Of(SubscriptionState state)
    {
        var text = new StringBuilder()
            .AppendLine($"{state.Sequence} {state.Generation} {state.Round} {state.Control} {state.Delivered}")
            .AppendLine($"{state.IsCancelled} {state.IsPaused} {state.IsSuspended} {state.Retry} {state.LastError}")
            .AppendLine($"{state.Settings} {state.Settings?.Authorization?.Value} {state.Settings?.SigningSecret?.Value} {state.Settings?.PreviousSecret?.Value}")
            .AppendLine($"refused {string.Join(' ', state.RefusedInARow.Order(StringComparer.Ordinal))}")
            .AppendLine($"aside {string.Join(' ', state.Held.Aside)}, {state.Held.Bytes} bytes");
        text.AppendLine($"{state.News.Outage} {state.News.NearlyFullOf} {state.News.OperatorsSince}").AppendJoin('\n', state.News.Waiting).AppendLine();
        foreach (var (place, held) in state.Held.Outbox.Concat(state.Held.Parked))
        {
            text.AppendLine($"{place} {held with { Payload = default }} {Convert.ToHexString(held.Payload.Span)}");
        }

        foreach (var (id, place) in state.Held.Places.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            text.AppendLine($"{id} at {place}");
        }

        foreach (var id in state.Remembered.ByAge.Concat(state.Remembered.ByAge.Select(r => state.Remembered.Find(r.EventId)!)))
        {
            text.AppendLine($"{id}");
        }

        foreach (var attempt in state.Attempts)
        {
            text.AppendLine($"{attempt}");
        }

        return text.ToString();
    }
}
