using Akka.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Messages;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>An attempt's POST ended.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Possible">When it could have begun, UTC.</param>
/// <param name="Result">How it ended; null when it never began or was given up.</param>
internal sealed record PostEnded(Attempt Attempt, DateTimeOffset Possible, PostResult? Result) : INoSerializationVerificationNeeded;

/// <summary>A test POST ended.</summary>
internal sealed record TestEnded(IActorRef AskedBy, string WebhookId, PostResult? Result) : INoSerializationVerificationNeeded;

/// <summary>The timer armed as number <paramref name="Arm"/> for <paramref name="Until"/> went off.</summary>
internal sealed record Tick(long Arm, DateTimeOffset Until) : INoSerializationVerificationNeeded;

/// <summary>What was announced last is answered.</summary>
/// <param name="Receipt">The operators' subscription's; null when none came.</param>
internal sealed record AnnouncementAnswered(Receipt? Receipt) : INoSerializationVerificationNeeded;

/// <summary>An announcement that got no answer may be handed over again.</summary>
internal sealed record AnnounceAgain : INoSerializationVerificationNeeded
{
    public static readonly AnnounceAgain Instance = new();
}

/// <summary>Successes have waited long enough for company.</summary>
internal sealed record MomentIsOver : INoSerializationVerificationNeeded
{
    public static readonly MomentIsOver Instance = new();
}

/// <summary>Attempts in flight have had their time; stop now.</summary>
internal sealed record GiveUpWaiting : INoSerializationVerificationNeeded
{
    public static readonly GiveUpWaiting Instance = new();
}

/// <summary>The shard moves to another node: end what is under way, then stop.</summary>
public sealed record HandOff
{
    /// <summary>The only one.</summary>
    public static readonly HandOff Instance = new();
}

/// <summary>The shard agrees to the passivation: stop.</summary>
public sealed record StopPassivated
{
    /// <summary>The only one.</summary>
    public static readonly StopPassivated Instance = new();
}

/// <summary>
/// A message that reached an actor after it asked to be passivated, on its way back through the region to the actor's next
/// life. If it comes back to the same life, the shard did not agree to the passivation.
/// </summary>
/// <param name="Message">The message.</param>
public sealed record HandedBack(ISubscriptionMessage Message) : ISubscriptionMessage
{
    /// <inheritdoc />
    public string SubscriptionId => Message.SubscriptionId;
}
