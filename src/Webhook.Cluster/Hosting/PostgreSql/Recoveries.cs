using System.Collections.Concurrent;
using Akka.Actor;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>
/// Hands what the snapshot store read ahead to the journal, which is asked next: a recovery is one round trip instead of
/// three. What an actor's earlier life wrote meanwhile makes it useless, so the journal tells of each write that ended.
/// </summary>
internal sealed class Recoveries(Database database) : IExtension
{
    /// <summary>
    /// Recoveries that may be under way; as many as the reads take that may be. So many may lie here; more are of actors that stopped before they
    /// asked the journal.
    /// </summary>
    internal const int AtOnce = ReadsAhead.AtOnce * ReadsAhead.Actors;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly ReadsAhead _reads = new((ids, cancellationToken) => ReadAhead.ReadAsync(database, ids, cancellationToken), TimeProvider.System);

    /// <summary>Those of <paramref name="system"/>.</summary>
    public static Recoveries Of(ActorSystem system) => system.WithExtension<Recoveries, Provider>();

    /// <summary>Reads all that the recovery of <paramref name="persistenceId"/> begins with; gives the snapshot.</summary>
    public async Task<SnapshotRow?> BeginAsync(string persistenceId, CancellationToken cancellationToken)
    {
        if (_entries.Count >= AtOnce)
        {
            _entries.Clear();
        }

        // Stands there before anything is read, so that a write that ends from now on finds it.
        var begun = new Entry(null);
        _entries[persistenceId] = begun;
        try
        {
            var read = await _reads.ReadAsync(persistenceId, cancellationToken).ConfigureAwait(false);
            _entries.TryUpdate(persistenceId, new Entry(read), begun);
            return read.Snapshot;
        }
        catch
        {
            _entries.TryRemove(KeyValuePair.Create(persistenceId, begun));
            throw;
        }
    }

    /// <summary>The highest sequence number that was read ahead; null when it has to be asked for.</summary>
    /// <param name="persistenceId">Whose.</param>
    /// <param name="from">No record up to this one will be asked for.</param>
    public long? Highest(string persistenceId, long from)
    {
        if (!_entries.TryGetValue(persistenceId, out var entry) || entry.Read is not { } read)
        {
            return null;
        }

        var isOfUse = (read.Snapshot?.SequenceNumber ?? 0) <= from;
        if (!isOfUse || read.Highest <= from)
        {
            // The records behind its snapshot are not those that will be asked for; or none will.
            Forget(persistenceId);
        }

        return isOfUse ? read.Highest : null;
    }

    /// <summary>Takes out the records that were read ahead; empty for none.</summary>
    public IReadOnlyList<RecordRow> Take(string persistenceId) =>
        _entries.TryRemove(persistenceId, out var entry) && entry.Read is { } read ? read.Rows : [];

    /// <summary>What was read ahead is not all any more.</summary>
    public void Forget(string persistenceId) => _entries.TryRemove(persistenceId, out _);

    private sealed class Entry(ReadAhead? read)
    {
        /// <summary>Null while it is being read.</summary>
        public ReadAhead? Read => read;
    }

    /// <summary>Makes one for each system.</summary>
    private sealed class Provider : ExtensionIdProvider<Recoveries>
    {
        public override Recoveries CreateExtension(ExtendedActorSystem system) => new(DatabaseSetup.Of(system));
    }
}
