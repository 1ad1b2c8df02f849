namespace Webhook.Cluster.Api.Security;

/// <summary>Who may do what.</summary>
internal static class Policies
{
    /// <summary>Keys of role <c>sender</c> or <c>operator</c>.</summary>
    public const string Sending = nameof(Sending);

    /// <summary>Keys of role <c>operator</c> only.</summary>
    public const string Operating = nameof(Operating);

    /// <summary>Operators, and the customer of the subscription that it is about: a page, or a <see cref="Webhook.Cluster.Subscriptions.Commands.SubscriptionView"/>.</summary>
    public const string Own = nameof(Own);
}
