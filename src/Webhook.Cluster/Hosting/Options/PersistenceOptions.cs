namespace Webhook.Cluster.Hosting.Options;

/// <summary>Section <c>Webhook:Persistence</c>.</summary>
public sealed class PersistenceOptions
{
    /// <summary>SQLite, embedded.</summary>
    public const string Sqlite = "SQLite.MS";

    /// <summary>PostgreSQL 15 and every newer one.</summary>
    public const string PostgreSql = "PostgreSQL.15";

    /// <summary>SQL Server; its database needs a binary collation and its driver must be added to the build.</summary>
    public const string SqlServer = "SqlServer.2022";

    /// <summary>MySQL; its database needs a binary collation and its driver must be added to the build.</summary>
    public const string MySql = "MySql.8.0";

    /// <summary>The names that <see cref="Provider"/> takes, as the journal spells them.</summary>
    public static readonly IReadOnlyList<string> Providers = [Sqlite, PostgreSql, SqlServer, MySql];

    /// <summary>The kind of database.</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>How to reach it; for SQLite the default is a file in <c>./data</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>How long delivered events can still be listed and sent again.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(3);
}
