using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Answers queries from what is durable.</summary>
internal static class Answering
{
    /// <summary>The most that a page may have on its way between nodes, in bytes: below the largest frame of remoting.</summary>
    private const int PageBytes = 230_000;

    /// <summary>The most that a page has of an event beside its id, in bytes.</summary>
    private const int EventBytes = 235;

    public static ISubscriptionReply To(
        SubscriptionQuery query, SubscriptionEnvironment environment, SubscriptionState durable, Flight flight, DateTimeOffset now)
    {
        if (SteeringDecisions.Missing(durable)?.Answer is Answer.Of { Message: CommandRejected missing })
        {
            return missing;
        }

        return query switch
        {
            GetSubscription q => Viewing.View(environment.Policy, durable, q.SubscriptionId, environment.Node, flight.Attempts.Length, now),
            GetHeldEvents q => Page(durable, q),
            GetEvent q => Find(durable, q),
            GetGenerationStart => new GenerationStart(durable.Start),
            GetAttempts => new AttemptList(durable.Attempts.Reverse().ToList()),
            _ => throw new ArgumentOutOfRangeException(nameof(query), query.GetType().Name, "Nothing answers this query."),
        };
    }

    private static EventList Page(SubscriptionState durable, GetHeldEvents query)
    {
        var events = new List<EventView>();
        var bytes = 0;
        foreach (var held in (query.Parked ? durable.Held.Parked : durable.Held.Outbox).Values.SkipWhile(e => e.Place <= query.After))
        {
            bytes += EventBytes + held.EventId.Length;
            if (events.Count == query.Limit || bytes > PageBytes)
            {
                return new EventList(events, events[^1].Place);
            }

            events.Add(Viewing.Event(held, query.Parked));
        }

        return new EventList(events, null);
    }

    private static EventFound Find(SubscriptionState durable, GetEvent query)
    {
        var held = durable.Held.Find(query.EventId);
        return new EventFound(
            held is null ? null : Viewing.Event(held, durable.Held.IsParked(query.EventId)),
            held is { IsReplayed: false } ? held.PayloadAt : durable.Remembered.Find(query.EventId)?.PayloadAt ?? durable.Start,
            durable.Settings!.CallbackUrl,
            durable.Settings.Authorization is not null,
            held?.Payload ?? default);
    }
}
