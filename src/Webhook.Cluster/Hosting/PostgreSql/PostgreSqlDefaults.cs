using Npgsql;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>What a connection string to PostgreSQL is completed with, where it does not say otherwise.</summary>
internal static class PostgreSqlDefaults
{
    /// <summary>Connections of one node: four nodes leave twenty of a server's default hundred for people and backups.</summary>
    public const int PoolSize = 20;

    /// <summary>Seconds for a statement; below the journal's <c>call-timeout</c>, so that a write does not outlive its failure.</summary>
    public const int CommandTimeout = 15;

    /// <summary>Statements that a connection keeps prepared: all that a node repeats.</summary>
    public const int PreparedStatements = 20;

    /// <summary>
    /// The server ends a transaction that stands idle this long: that of a frozen node would hold rows that the next owner
    /// writes, and be committed on waking. Below the split-brain resolver's <c>stable-after</c>.
    /// </summary>
    public const string SessionOptions = "-c idle_in_transaction_session_timeout=5000";

    /// <summary>The completed connection string.</summary>
    public static string Complete(string connectionString)
    {
        var text = new NpgsqlConnectionStringBuilder(connectionString);
        SetUnlessGiven("Maximum Pool Size", PoolSize);
        SetUnlessGiven("Command Timeout", CommandTimeout);
        SetUnlessGiven("Max Auto Prepare", PreparedStatements);
        SetUnlessGiven("Auto Prepare Min Usages", 2);
        // Nothing here leaves a session other than it found it; seven statements would go before the first one of each use.
        SetUnlessGiven("No Reset On Close", true);
        SetUnlessGiven("Options", SessionOptions);
        SetUnlessGiven("Application Name", "webhook");
        return text.ToString();

        void SetUnlessGiven(string keyword, object value)
        {
            if (!text.Keys.Cast<string>().Contains(keyword, StringComparer.Ordinal))
            {
                text[keyword] = value;
            }
        }
    }
}
