using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>
/// The first half of the core: what a command leads to. Pure: the time and the policy are passed in, and everything that a
/// record says about time is decided here, so that <see cref="Evolution.Apply"/> needs neither.
/// </summary>
public static class Decisions
{
    /// <summary>Decides on <paramref name="state"/>, which may run ahead of what is durable.</summary>
    /// <param name="policy">The configured numbers.</param>
    /// <param name="state">All that was decided so far.</param>
    /// <param name="command">What is asked for.</param>
    /// <param name="now">The present time, UTC.</param>
    public static Decision Decide(DeliveryPolicy policy, SubscriptionState state, SubscriptionCommand command, DateTimeOffset now) =>
        command switch
        {
            AcceptEvent c => Acceptance.Decide(policy, state, c, now),
            RecordDeliveries c => OutcomeDecisions.Delivered(state, c, now),
            RecordOutcome c => OutcomeDecisions.Decide(policy, state, c, now),
            PutSubscription c => SettingsDecisions.Decide(policy, state, c, now),
            CancelSubscription => SteeringDecisions.Cancel(state, now),
            PauseSubscription => SteeringDecisions.Pause(state, now),
            ResumeSubscription => SteeringDecisions.Resume(state, now),
            ReplayParkedEvents c => ReplayDecisions.Parked(state, c, now),
            ReplayDeliveredEvent c => ReplayDecisions.Delivered(policy, state, c, now),
            DropEvent c => ReplayDecisions.Drop(state, c, now),
            RecordAnnounced c => new Decision([new Announced(c.UpTo, now)], null),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule says what this command does."),
        };
}
