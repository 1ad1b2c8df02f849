using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Answers queries from what is durable.</summary>
internal static class Answering
{
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
        var events = (query.Parked ? durable.Held.Parked : durable.Held.Outbox).Values
            .SkipWhile(e => e.Place <= query.After)
            .Take(query.Limit + 1)
            .Select(e => Viewing.Event(e, query.Parked))
            .ToList();
        return events.Count <= query.Limit
            ? new EventList(events, null)
            : new EventList(events[..query.Limit], events[query.Limit - 1].Place);
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
