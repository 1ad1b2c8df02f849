using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Messages;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>What a command leads to: records to persist, and an answer to give once they are durable.</summary>
/// <param name="Events">In order; empty when nothing changes.</param>
/// <param name="Answer">What to answer; null for outcomes, which nobody waits for.</param>
public sealed record Decision(IReadOnlyList<SubscriptionEvent> Events, Answer? Answer)
{
    /// <summary>Nothing happens and nobody is told.</summary>
    public static readonly Decision Nothing = new([], null);
}

/// <summary>The answer to a command.</summary>
public abstract record Answer
{
    /// <summary>An answer that is known already.</summary>
    public sealed record Of(object Message) : Answer;

    /// <summary>The subscription's view once the records are durable.</summary>
    /// <param name="Stored">Whether it answers a <c>PUT</c>, and if so, whether that created it.</param>
    public sealed record View(bool? Stored) : Answer;

    /// <summary>Answers with a receipt.</summary>
    public static Answer Receipt(Receipt receipt) => new Of(receipt);

    /// <summary>Answers that the command changed nothing.</summary>
    public static Answer Rejected(CommandFault reason, string? field, string detail) => new Of(new CommandRejected(reason, field, detail));
}
