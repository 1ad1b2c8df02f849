using Akka.Actor;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Webhook.Cluster.Subscriptions.History;

namespace Webhook.Cluster.Hosting;

/// <summary>
/// Asks the database itself whether the journal can be read and the disk be written: a full disk or a primary that became a
/// standby does not show in the circuit breaker before somebody's event is lost to it.
/// </summary>
/// <param name="database">The journal's database.</param>
/// <param name="timeout">How long an answer may take.</param>
/// <param name="keep">How long an answer is good, so that callers without a key cannot make the database work.</param>
public sealed class JournalProbe(Database database, TimeSpan timeout, TimeSpan keep)
{
    /// <summary>How long a probe may take in production.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private const string Table = "webhook_probe";

    private readonly Lock _gate = new();
    private bool _tableExists;
    private Task<string?>? _latest;
    private long _startedAt;

    /// <summary>Null when the journal works, else what does not, without details of the connection.</summary>
    /// <param name="node">This node's address; each node writes a row of its own.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<string?> FaultAsync(Address node, CancellationToken cancellationToken)
    {
        try
        {
            return await Latest($"{node.Host}:{node.Port}").WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return $"The database did not answer within {timeout.TotalSeconds:0.#} s.";
        }
    }

    /// <summary>Creates the probe's table unless it exists.</summary>
    internal static Task CreateTableAsync(DataConnection connection, CancellationToken cancellationToken) =>
        connection.CreateTableAsync<ProbeRow>(tableOptions: TableOptions.CreateIfNotExists, token: cancellationToken);

    /// <summary>The probe under way, or one that ended just now, or a new one: a hanging database never gets a second.</summary>
    private Task<string?> Latest(string node)
    {
        lock (_gate)
        {
            if (_latest is null || (_latest.IsCompleted && Environment.TickCount64 - _startedAt >= keep.TotalMilliseconds))
            {
                _startedAt = Environment.TickCount64;
                _latest = Task.Run(() => ProbeAsync(node));
            }

            return _latest;
        }
    }

    private async Task<string?> ProbeAsync(string node)
    {
        try
        {
            await ReadAndWriteAsync(node).ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            // Drivers put host names into their messages; the kind of failure is enough here.
            return $"The database cannot be read and written: {e.GetType().Name}.";
        }
    }

    private async Task ReadAndWriteAsync(string node)
    {
        await using (var connection = database.Connect())
        {
            // By its key: the first entry is at hand however long the journal is.
            var journal = connection.GetTable<JournalRecord>().OrderBy(r => r.PersistenceId).ThenBy(r => r.SequenceNumber).Select(r => r.SequenceNumber);
            _ = await journal.FirstOrDefaultAsync().ConfigureAwait(false);
            if (!_tableExists)
            {
                await CreateTableAsync(connection, CancellationToken.None).ConfigureAwait(false);
                _tableExists = true;
            }
        }

        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await database.WriteAsync(connection => connection.InsertOrReplaceAsync(new ProbeRow { Node = node, SeenAt = now })).ConfigureAwait(false);
    }

    [LinqToDB.Mapping.Table(Table)]
    private sealed class ProbeRow
    {
        [LinqToDB.Mapping.Column("node", Length = 300), LinqToDB.Mapping.PrimaryKey, LinqToDB.Mapping.NotNull]
        public string Node { get; set; } = "";

        [LinqToDB.Mapping.Column("seen_at")]
        public long SeenAt { get; set; }
    }
}
