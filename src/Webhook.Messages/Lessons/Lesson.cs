namespace Webhook.Messages;

/// <summary>The lesson.</summary>
/// <param name="Id">Not empty.</param>
/// <param name="Title">Not empty.</param>
public sealed record Lesson(string Id, string Title)
{
    /// <summary>0–100; null when it cannot be retaken.</summary>
    public int? RetakeScore { get; init; }
}
