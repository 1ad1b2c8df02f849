using System.Net.Http.Json;
using Npgsql;
using Webhook.Harness.Nodes;
using Webhook.Tests.Api;
using Webhook.Tests.Clustering;

namespace Webhook.Tests.Secrets;

[Collection(nameof(Processes))]
public sealed class SecretsInPostgreSqlTests(SharedPostgres postgres)
{
    [Fact]
    public async Task Every_node_opens_what_another_sealed_and_the_shared_database_holds_no_secret_in_clear()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        using (var first = new NodeProcess(new NodeSetup { Database = database }))
        {
            await first.StartAsync();
            using var answer = await first.Api.PutAsJsonAsync(
                "/v1/subscriptions/planted-1",
                new { callback_url = endpoint.Url, authorization = PlantedSecrets.Authorization(1), secret = PlantedSecrets.SigningSecret(1) });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            first.Terminate();
            await first.ExitedAsync();
        }

        using var second = new NodeProcess(new NodeSetup { Database = database });
        await second.StartAsync();
        (await second.Api.PostAsync(new Uri("/v1/subscriptions/planted-1/test", UriKind.Relative), null)).EnsureSuccessStatusCode().Dispose();
        await endpoint.CountAsync(1);
        Assert.Equal(PlantedSecrets.Authorization(1), endpoint.All[0].Headers["Authorization"]);
        Assert.True(endpoint.All[0].Headers.ContainsKey("webhook-signature"));

        var tables = await DumpAsync(database.ConnectionString);
        Assert.NotEmpty(tables["webhook_keys"]);
        Assert.NotEmpty(tables["journal"]);
        Assert.All(tables, table => Assert.All(table.Value, row => Assert.True(PlantedSecrets.FindIn(row) is null, $"{table.Key} holds a secret: {row}")));
    }

    /// <summary>Every row of every table as text, bytes in hexadecimal.</summary>
    private static async Task<Dictionary<string, List<string>>> DumpAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var names = await ReadAsync("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'");
        var tables = new Dictionary<string, List<string>>();
        foreach (var name in names)
        {
            tables[name] = await ReadAsync($"SELECT t::text FROM {name} t");
        }

        return tables;

        async Task<List<string>> ReadAsync(string query)
        {
            var rows = new List<string>();
            await using var command = new NpgsqlCommand(query, connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows.Add(reader.GetString(0));
            }

            return rows;
        }
    }
}
