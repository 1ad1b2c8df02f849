using System.Threading.Channels;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Subscriptions.Actor;

namespace Webhook.Cluster.Gateway;

/// <summary>
/// Says whether a subscription was ever created, from the journal, whose newest record of each stays for ever, so that traffic for
/// customers without one wakes no actor and writes nothing. "Yes" stays true for ever and is remembered; "no" is asked anew each time, so that
/// once a subscription's creation is answered no event is turned away.
/// </summary>
public sealed partial class KnownSubscriptions : IAsyncDisposable
{
    private readonly Database _database;
    private readonly Channel<Lookup> _waiting;
    private readonly BoundedSet _known;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _pump;

    /// <summary>Looks up in <paramref name="database"/>.</summary>
    /// <param name="database">The journal's database.</param>
    /// <param name="capacity">How many look-ups may wait.</param>
    /// <param name="remembered">How many positive answers are kept.</param>
    public KnownSubscriptions(Database database, int capacity = 10_000, int remembered = 100_000)
    {
        _database = database;
        _waiting = Channel.CreateBounded<Lookup>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _known = new BoundedSet(remembered);
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>Whether <paramref name="subscriptionId"/> was ever created, cancelled or not.</summary>
    /// <exception cref="KnownSubscriptionsFullException">Too many look-ups wait.</exception>
    /// <exception cref="System.Data.Common.DbException">The database could not say.</exception>
    public async ValueTask<bool> ExistsAsync(string subscriptionId, CancellationToken cancellationToken)
    {
        if (IsKnown(subscriptionId))
        {
            return true;
        }

        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        LookUp(
            subscriptionId,
            (exists, fault) =>
            {
                if (fault is null)
                {
                    answer.TrySetResult(exists);
                }
                else
                {
                    answer.TrySetException(fault);
                }
            },
            cancellationToken);
        return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether <paramref name="subscriptionId"/> is remembered to exist; if not, <see cref="LookUp"/> tells.</summary>
    public bool IsKnown(string subscriptionId) => _known.Contains(subscriptionId);

    /// <summary>Asks the database whether <paramref name="subscriptionId"/> was ever created.</summary>
    /// <param name="subscriptionId">The subscription's id.</param>
    /// <param name="answered">
    /// Called once, unless <paramref name="cancellationToken"/> is cancelled first: with the answer, or with what <see cref="ExistsAsync"/>
    /// would throw. All other look-ups wait until it returns.
    /// </param>
    /// <param name="cancellationToken">Nobody wants the answer any more.</param>
    public void LookUp(string subscriptionId, Action<bool, Exception?> answered, CancellationToken cancellationToken = default)
    {
        if (!_waiting.Writer.TryWrite(new Lookup(subscriptionId, SubscriptionActor.PersistenceIdOf(subscriptionId), answered, cancellationToken)))
        {
            answered(false, new KnownSubscriptionsFullException());
        }
    }

    /// <summary>Notes that <paramref name="id"/> exists: its creation is durable.</summary>
    public void Remember(string id) => _known.Add(id);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _pump.ConfigureAwait(false);
        _stop.Dispose();
    }

    private sealed record Lookup(string Id, string PersistenceId, Action<bool, Exception?> Answered, CancellationToken CancellationToken);
}
