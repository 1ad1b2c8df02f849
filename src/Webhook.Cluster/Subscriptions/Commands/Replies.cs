namespace Webhook.Cluster.Subscriptions.Commands;

/// <summary>An answer to a command or query other than a receipt.</summary>
public interface ISubscriptionReply;

/// <summary>The settings are durable.</summary>
/// <param name="Created">Whether a generation began with this.</param>
/// <param name="View">The subscription as it is now.</param>
public sealed record SubscriptionStored(bool Created, SubscriptionView View) : ISubscriptionReply;

/// <summary>Events were queued again.</summary>
/// <param name="Queued">How many.</param>
/// <param name="NotFound">Ids that are not parked, and so were not queued from here.</param>
public sealed record Replayed(int Queued, IReadOnlyList<string> NotFound) : ISubscriptionReply;

/// <summary>A test POST ended.</summary>
/// <param name="WebhookId">The id it carried.</param>
/// <param name="Result">How it ended.</param>
public sealed record TestSent(string WebhookId, PostResult Result) : ISubscriptionReply;

/// <summary>A command changed nothing.</summary>
/// <param name="Reason">The kind of fault.</param>
/// <param name="Field">The field at fault, or null.</param>
/// <param name="Detail">What is wrong and what to do about it.</param>
public sealed record CommandRejected(CommandFault Reason, string? Field, string Detail) : ISubscriptionReply;

/// <summary>Why a command changed nothing.</summary>
public enum CommandFault
{
    /// <summary>There is no such subscription or event.</summary>
    NotFound,

    /// <summary>A field's value breaks a rule.</summary>
    Invalid,

    /// <summary>The subscription's present state forbids it.</summary>
    Conflict,

    /// <summary>The subscription holds as much as it may.</summary>
    Full,

    /// <summary>Not now: the subscription is moving or the database does not answer.</summary>
    Unavailable,
}
