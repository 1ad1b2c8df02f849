namespace Webhook.Cluster.Api.Security;

/// <summary>Who may do what.</summary>
internal static class Policies
{
    /// <summary>Keys of role <c>sender</c> or <c>operator</c>.</summary>
    public const string Sending = nameof(Sending);

    /// <summary>Keys of role <c>operator</c> only.</summary>
    public const string Operating = nameof(Operating);
}
