using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using LinqToDB.Mapping;

namespace Webhook.Cluster.Hosting.Joining;

/// <summary>
/// One row for each member that is up, written again and again, so that a node can tell a cluster that it cannot reach from
/// none. Times are the database's own: the nodes' clocks need not agree.
/// </summary>
public sealed class MemberTable(Database database)
{
    private const string Name = "webhook_members";

    /// <summary>Whoever was not seen for this long is forgotten.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private volatile bool _exists;

    /// <summary>Writes that <paramref name="address"/> is a member now, and forgets who was not seen for an hour.</summary>
    /// <exception cref="System.Data.Common.DbException">The database does not answer.</exception>
    public async Task SeenAsync(string address, CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken).ConfigureAwait(false);
        await database.WriteAsync(async connection =>
        {
            var now = await NowAsync(connection, cancellationToken).ConfigureAwait(false);
            var (past, future) = (now - (long)Kept.TotalMilliseconds, now + (long)Kept.TotalMilliseconds);
            await connection.GetTable<MemberRow>().Where(r => r.SeenAt < past || r.SeenAt > future).DeleteAsync(cancellationToken).ConfigureAwait(false);
            await connection.InsertOrReplaceAsync(new MemberRow { Address = address, SeenAt = now }, token: cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes that <paramref name="address"/> is no member any more.</summary>
    /// <exception cref="System.Data.Common.DbException">The database does not answer.</exception>
    public Task ForgetAsync(string address, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.GetTable<MemberRow>().Where(r => r.Address == address).DeleteAsync(cancellationToken), cancellationToken);

    /// <summary>The members other than <paramref name="self"/>, with those that died unseen.</summary>
    /// <param name="self">This node's address.</param>
    /// <param name="lately">How long a member counts after it was seen. A time this far in the future counts too: the database's clock may step back.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="System.Data.Common.DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<SeenMember>> OthersAsync(string self, TimeSpan lately, CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken).ConfigureAwait(false);
        await using var connection = database.Connect();
        var now = await NowAsync(connection, cancellationToken).ConfigureAwait(false);
        var rows = await connection.GetTable<MemberRow>().Where(r => r.Address != self).OrderBy(r => r.Address).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(r => new SeenMember(r.Address, Math.Abs(now - r.SeenAt) <= lately.TotalMilliseconds));
    }

    /// <summary>Creates the table unless it exists.</summary>
    internal static Task CreateAsync(DataConnection connection, string provider, CancellationToken cancellationToken) => connection.ExecuteAsync(
        TableDefinition.UnlessExists(provider, Name, "address varchar(300) NOT NULL PRIMARY KEY, seen_at bigint NOT NULL"), cancellationToken);

    private static async Task<long> NowAsync(DataConnection connection, CancellationToken cancellationToken) =>
        (long)(DateTime.SpecifyKind(await connection.SelectAsync(() => Sql.CurrentTimestampUtc, cancellationToken).ConfigureAwait(false), DateTimeKind.Utc) - DateTime.UnixEpoch).TotalMilliseconds;

    private async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (!_exists)
        {
            await using var connection = database.Connect();
            await CreateAsync(connection, database.Provider, cancellationToken).ConfigureAwait(false);
            _exists = true;
        }
    }

    [Table(Name)]
    private sealed class MemberRow
    {
        [Column("address"), PrimaryKey, NotNull]
        public string Address { get; set; } = "";

        [Column("seen_at")]
        public long SeenAt { get; set; }
    }
}
