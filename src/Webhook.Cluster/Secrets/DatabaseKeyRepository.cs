using System.Data.Common;
using System.Xml.Linq;
using LinqToDB;
using LinqToDB.Data;
using LinqToDB.Mapping;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Cluster.Secrets;

/// <summary>Keeps the key ring in the database, so that all nodes have the same. Only reads and adds.</summary>
/// <param name="database">The journal's database.</param>
public sealed class DatabaseKeyRepository(Database database) : IXmlRepository
{
    /// <summary>The table's name.</summary>
    public const string Name = "webhook_keys";

    private volatile bool _exists;

    /// <inheritdoc />
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = Connect();
        return connection.GetTable<KeyRecord>().Select(r => r.Xml).ToList().ConvertAll(xml => XElement.Parse(xml));
    }

    /// <inheritdoc />
    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = Connect();
        connection.Insert(new KeyRecord { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting), AddedAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() });
    }

    private DataConnection Connect()
    {
        var connection = database.Connect();
        try
        {
            if (!_exists)
            {
                Create(connection);
                _exists = true;
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Create(DataConnection connection)
    {
        try
        {
            connection.Execute(Definition(database.Provider));
        }
        catch (DbException) when (CanRead(connection))
        {
            // Another node created it at the same moment: "if not exists" looks first and takes no lock.
        }
    }

    private static bool CanRead(DataConnection connection)
    {
        _ = connection.GetTable<KeyRecord>().Any();
        return true;
    }

    private static string Definition(string provider)
    {
        var (name, xml) = provider switch
        {
            PersistenceOptions.Sqlite => ("TEXT", "TEXT"),
            PersistenceOptions.PostgreSql => ("varchar(200)", "text"),
            PersistenceOptions.SqlServer => ("nvarchar(200)", "nvarchar(max)"),
            PersistenceOptions.MySql => ("varchar(200)", "mediumtext"),
            _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "No definition for this database."),
        };
        return TableDefinition.UnlessExists(provider, Name, $"name {name} NOT NULL PRIMARY KEY, xml {xml} NOT NULL, added_at bigint NOT NULL");
    }

    [Table(DatabaseKeyRepository.Name)]
    private sealed class KeyRecord
    {
        /// <summary>The key's own name, which holds its id: a key is stored once.</summary>
        [Column("name"), PrimaryKey, NotNull]
        public string Name { get; set; } = "";

        [Column("xml"), NotNull]
        public string Xml { get; set; } = "";

        /// <summary>Unix milliseconds, for people.</summary>
        [Column("added_at")]
        public long AddedAt { get; set; }
    }
}
