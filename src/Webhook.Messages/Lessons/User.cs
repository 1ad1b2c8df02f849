namespace Webhook.Messages;

/// <summary>The learner.</summary>
/// <param name="Id">The platform's id; not empty.</param>
/// <param name="Name">Not empty.</param>
/// <param name="Email">May be an empty string.</param>
public sealed record User(string Id, string Name, string Email)
{
    /// <summary>The customer's own id of the learner; null where the customer uses none.</summary>
    public string? ExtUid { get; init; }

    /// <summary>The customer's own fields; null when there are none.</summary>
    public CustomFields? CustomFields { get; init; }
}
