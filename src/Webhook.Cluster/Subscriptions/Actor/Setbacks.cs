using System.Collections.Concurrent;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>
/// The subscriptions of this node whose records could not be written, and how long each holds its POSTs back: twice as long with each failure, until a
/// record is written. A database that can be read and not written would otherwise have every endpoint get its events again every few seconds.
/// </summary>
/// <param name="longest">The longest that one is held back.</param>
public sealed class Setbacks(TimeSpan longest)
{
    private const int CountsUpTo = 20;
    private const int RememberedAtMost = 100_000;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (int Failures, Wait Wait)> _bySubscription = new(StringComparer.Ordinal);

    /// <summary>A record of <paramref name="id"/> could not be written.</summary>
    public void Note(string id, DateTimeOffset now)
    {
        if (_bySubscription.Count >= RememberedAtMost)
        {
            // Those that are held back no longer: they moved away, or have nothing to send.
            foreach (var (other, setback) in _bySubscription)
            {
                if (setback.Wait.IsOver(now))
                {
                    _bySubscription.TryRemove(other, out _);
                }
            }
        }

        _bySubscription.AddOrUpdate(id, _ => After(1, now), (_, before) => After(now - before.Wait.Until > longest ? 1 : Math.Min(before.Failures + 1, CountsUpTo), now));
    }

    /// <summary>How long <paramref name="id"/> is held back; null when its last record was written.</summary>
    public Wait? Of(string id) => _bySubscription.TryGetValue(id, out var setback) ? setback.Wait : null;

    /// <summary>A record of <paramref name="id"/> was written.</summary>
    public void Forget(string id) => _bySubscription.TryRemove(id, out _);

    private (int Failures, Wait Wait) After(int failures, DateTimeOffset now)
    {
        var hold = First * Math.Pow(2, failures - 1);
        return (failures, new Wait(now, now + (hold < longest ? hold : longest)));
    }
}
