using Npgsql;

namespace Webhook.Bench.Running;

/// <summary>
/// Has PostgreSQL keep the files of its log to use them again, as one does that has been in use for longer than its time between checkpoints. One
/// that was just made fills each new file with zeros first, which is an eighth of its CPU time under these loads.
/// </summary>
internal static class Checkpoint
{
    public static async Task TakeAsync(BenchCluster cluster, CancellationToken cancellation)
    {
        if (cluster.Postgres is not { } server)
        {
            return;
        }

        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("CHECKPOINT", connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
