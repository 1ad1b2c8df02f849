using System.Collections.Concurrent;
using Akka.Actor;

namespace Webhook.Cluster.Gateway;

/// <summary>
/// Brings the answers of look-ups to the gateway. Many come at the same moment, from one read of the database: the gateway is told once, and
/// takes all that are there.
/// </summary>
/// <param name="known">Answers, on threads of its own.</param>
/// <param name="gateway">Is told <see cref="AnswersCame"/>.</param>
internal sealed class LookUps(KnownSubscriptions known, IActorRef gateway)
{
    private readonly ConcurrentQueue<LookedUp> _answers = new();
    private bool _isTold;

    /// <summary>Asks whether <paramref name="subscriptionId"/> exists, for <paramref name="events"/> events that wait for it.</summary>
    public void Ask(string subscriptionId, int events) => known.LookUp(subscriptionId, (exists, fault) =>
    {
        _answers.Enqueue(new LookedUp(subscriptionId, events, fault is null ? exists : null));
        if (!Interlocked.Exchange(ref _isTold, true))
        {
            gateway.Tell(AnswersCame.Instance);
        }
    });

    /// <summary>The answers that are there. One that comes after the last is told of anew.</summary>
    public IEnumerable<LookedUp> Take()
    {
        Interlocked.Exchange(ref _isTold, false);
        while (_answers.TryDequeue(out var answer))
        {
            yield return answer;
        }
    }

    /// <summary>
    /// A look-up ended for which <paramref name="Events"/> events waited as it began; <paramref name="Exists"/> is null when the
    /// database did not answer.
    /// </summary>
    public readonly record struct LookedUp(string SubscriptionId, int Events, bool? Exists);

    /// <summary>There are answers to take.</summary>
    public sealed record AnswersCame : INoSerializationVerificationNeeded
    {
        public static readonly AnswersCame Instance = new();
    }
}
