using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Cluster.Api.Events;

/// <summary>Queues events again: parked ones from the actor's own store, delivered ones by way of the journal.</summary>
public sealed class Replayer(SubscriptionClient client, EventHistory history, TimeProvider clock)
{
    private const int ParkedPage = 1_000;

    /// <summary>Ids in one message: of the longest ones as many as pass between nodes.</summary>
    private const int ParkedAtOnce = 1_000;

    /// <summary>All that is parked.</summary>
    public Task<object> AllParkedAsync(string id, CancellationToken cancellation) =>
        client.AskAsync(new ReplayParkedEvents(id, null), cancellation);

    /// <summary>Events by id, parked or delivered; <see cref="Replayed.NotFound"/> names the rest.</summary>
    public async Task<object> ByIdAsync(string id, IReadOnlyList<string> eventIds, CancellationToken cancellation)
    {
        var answer = await client.AskAsync(new ReplayParkedEvents(id, eventIds), cancellation);
        if (answer is not Replayed parked)
        {
            return answer;
        }

        var queued = parked.Queued;
        var notFound = new List<string>();
        var past = new List<(string EventId, long From)>();
        foreach (var eventId in parked.NotFound)
        {
            var found = await client.AskAsync(new GetEvent(id, eventId), cancellation);
            if (found is not EventFound known)
            {
                return found;
            }

            if (known.Held is not null)
            {
                // It waits in the outbox already, and so will be sent.
                queued++;
                continue;
            }

            past.Add((eventId, known.PayloadAt));
        }

        var dropped = past.Count == 0 ? null : await history.DroppedAsync(id, past.Min(p => p.From), cancellation);
        foreach (var (eventId, from) in past)
        {
            var delivered = await history.DeliveredByIdAsync(id, eventId, from, dropped!.GetValueOrDefault(eventId), cancellation);
            if (delivered is null)
            {
                notFound.Add(eventId);
                continue;
            }

            if (await QueueAsync(id, delivered, cancellation) is { } rejected)
            {
                return rejected;
            }

            queued++;
        }

        return new Replayed(queued, notFound);
    }

    /// <summary>Events parked whose acceptance, and delivered whose delivery, was from <paramref name="since"/> to before <paramref name="until"/>.</summary>
    public async Task<object> BetweenAsync(string id, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation)
    {
        var parked = new List<string>();
        long? after = 0;
        while (after is { } cursor)
        {
            var page = await client.AskAsync(new GetHeldEvents(id, Parked: true, cursor, ParkedPage), cancellation);
            if (page is not EventList list)
            {
                return page;
            }

            parked.AddRange(list.Events.Where(e => e.AcceptedAt >= since && e.AcceptedAt < until).Select(e => e.EventId));
            after = list.Next;
        }

        var queued = 0;
        // Also for none: a replay ends a suspension.
        foreach (var ids in parked.Count == 0 ? [[]] : parked.Chunk(ParkedAtOnce))
        {
            var answer = await client.AskAsync(new ReplayParkedEvents(id, ids), cancellation);
            if (answer is not Replayed replayed)
            {
                return answer;
            }

            queued += replayed.Queued;
        }

        if (await client.AskAsync(new GetGenerationStart(id), cancellation) is not GenerationStart start)
        {
            return new CommandRejected(CommandFault.Unavailable, null, "The subscription did not answer in time; try again.");
        }

        // What is delivered again while this runs must not be found and sent once more.
        var end = until < clock.GetUtcNow() ? until : clock.GetUtcNow();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var delivered in history.DeliveredBetweenAsync(id, start.Sequence, since, end, cancellation))
        {
            if (!seen.Add(delivered.EventId))
            {
                continue;
            }

            if (await QueueAsync(id, delivered, cancellation) is { } rejected)
            {
                return rejected;
            }

            queued++;
        }

        return new Replayed(queued, []);
    }

    private async Task<CommandRejected?> QueueAsync(string id, EventAccepted delivered, CancellationToken cancellation) =>
        await client.AskAsync(new ReplayDeliveredEvent(id, delivered.EventId, delivered.Payload), cancellation) as CommandRejected;
}
