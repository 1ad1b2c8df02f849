namespace Webhook.Messages;

/// <summary>What is wrong with a payload.</summary>
/// <param name="Field">Path of the field, such as <c>lesson.retake_score</c>; empty for the payload as a whole.</param>
/// <param name="Detail">The value's fault and the remedy.</param>
/// <param name="TooLarge">Whether the only fault is its size.</param>
public sealed record PayloadFault(string Field, string Detail, bool TooLarge = false);
