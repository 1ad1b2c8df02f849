using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Dashboard.Subscription;

/// <summary>A way from one phase to another, in words; the rules themselves are in the core.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it leads.</param>
/// <param name="When">What takes it.</param>
internal sealed record Transition(Phase From, Phase To, string When)
{
    private static readonly Transition[] All =
    [
        new(Phase.Idle, Phase.Delivering, "an event is accepted or replayed, or one that steps aside is due again"),
        new(Phase.Delivering, Phase.Idle, "nothing is left to send now"),
        new(Phase.Delivering, Phase.Waiting, "an attempt fails"),
        new(Phase.Waiting, Phase.Delivering, "the retry is due, somebody resumes it, or its URL, header value or secret changes"),
        new(Phase.Waiting, Phase.Suspended, "the last retry fails"),
        new(Phase.Suspended, Phase.Delivering, "a new event is accepted, somebody resumes or replays, or its URL, header value or secret changes"),
        new(Phase.Paused, Phase.Delivering, "somebody resumes it"),
        new(Phase.Cancelled, Phase.Idle, "it is created anew, empty"),
    ];

    /// <summary>What leads out of <paramref name="phase"/>; pausing and cancelling, which lead out of every one, last.</summary>
    public static IEnumerable<Transition> OutOf(Phase phase)
    {
        foreach (var transition in All.Where(t => t.From == phase))
        {
            yield return transition;
        }

        if (phase is not (Phase.Paused or Phase.Cancelled))
        {
            yield return new Transition(phase, Phase.Paused, "an operator pauses it");
        }

        if (phase is not Phase.Cancelled)
        {
            yield return new Transition(phase, Phase.Cancelled, "an operator cancels it");
        }
    }
}
