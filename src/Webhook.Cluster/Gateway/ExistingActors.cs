using LinqToDB;
using LinqToDB.Async;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Hosting.PostgreSql;
using Webhook.Cluster.Subscriptions.History;

namespace Webhook.Cluster.Gateway;

/// <summary>Asks the journal which actors have a record.</summary>
internal static class ExistingActors
{
    /// <summary>Those of <paramref name="persistenceIds"/> that have one.</summary>
    /// <exception cref="System.Data.Common.DbException">The database could not say.</exception>
    public static async Task<HashSet<string>> OfAsync(Database database, string[] persistenceIds, CancellationToken cancellationToken)
    {
        if (persistenceIds.Length == 0)
        {
            return [];
        }

        if (database.Provider == PersistenceOptions.PostgreSql)
        {
            return await ExistingIds.OfAsync(database, persistenceIds, cancellationToken).ConfigureAwait(false);
        }

        await using var connection = database.Connect();
        var journal = connection.GetTable<JournalRecord>();
        // EXISTS for each id stops at its first row; a busy subscription has thousands.
        var found = await persistenceIds.AsQueryable(connection)
            .Where(id => journal.Any(r => r.PersistenceId == id))
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return found.ToHashSet(StringComparer.Ordinal);
    }
}
