using System.Net;
using LinqToDB.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Webhook.Cluster.Hosting;

namespace Webhook.Tests.Hosting;

public sealed class HealthTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_node_whose_journal_cannot_be_written_is_alive_but_not_ready_until_it_can()
    {
        await using var node = await StartAsync();
        await AnswersAsync(node, "/healthz/ready", HttpStatusCode.OK);
        await RunAsync("ALTER TABLE webhook_probe RENAME TO webhook_gone");
        await AnswersAsync(node, "/healthz/ready", HttpStatusCode.ServiceUnavailable);
        await AnswersAsync(node, "/healthz/live", HttpStatusCode.OK);
        await RunAsync("ALTER TABLE webhook_gone RENAME TO webhook_probe");
        await AnswersAsync(node, "/healthz/ready", HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_node_that_found_no_cluster_yet_is_alive_but_not_ready()
    {
        await using var node = await StartAsync("--Webhook:Cluster:SeedNodes:0=akka.tcp://webhook@127.0.0.1:1");
        await AnswersAsync(node, "/healthz/live", HttpStatusCode.OK);
        await AnswersAsync(node, "/healthz/ready", HttpStatusCode.ServiceUnavailable);
    }

    private async Task RunAsync(string statement)
    {
        using var database = _folder.OpenDatabase().Connect();
        await database.ExecuteAsync(statement);
    }

    private async Task<WebApplication> StartAsync(params string[] settings)
    {
        var node = Node.Create(
        [
            "--Webhook:Http:Url=http://127.0.0.1:0",
            "--Webhook:Remoting:Port=0",
            $"--Webhook:Persistence:ConnectionString=Data Source={_folder.File}",
            "--Logging:LogLevel:Default=None",
            .. settings,
        ]);
        await node.StartAsync();
        return node;
    }

    private static async Task AnswersAsync(WebApplication node, string path, HttpStatusCode expected)
    {
        var url = node.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var http = new HttpClient();
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await http.GetAsync(new Uri($"{url}{path}"));
                return answer.StatusCode == expected;
            },
            $"{path} answers {expected}");
    }
}
