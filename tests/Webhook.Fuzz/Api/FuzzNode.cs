using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Secrets;
using Webhook.Harness.Waiting;

namespace Webhook.Fuzz.Api;

/// <summary>A node in this process as in production, on a throw-away SQLite file, whose POSTs reach nobody.</summary>
internal sealed class FuzzNode : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("webhook-fuzz-").FullName;
    private readonly WebApplication _node;

    /// <summary>Starts it and waits until it is ready.</summary>
    public FuzzNode()
    {
        _node = Node.Create(
            [
                "--Webhook:Http:Url=http://127.0.0.1:0",
                "--Webhook:Remoting:Port=0",
                $"--Webhook:Persistence:ConnectionString=Data Source={Path.Combine(_folder, "webhook.db")}",
                "--Webhook:Delivery:AllowHttp=true",
                "--Webhook:Delivery:Interval=00:00:01",
                "--Webhook:Delivery:OutboxLimit=5",
                "--Logging:LogLevel:Default=None",
            ],
            services => services.AddSingleton<IWebhookPoster>(s =>
                new OpeningPoster(new NobodysPoster(), s.GetRequiredService<SecretVault>(), s.GetRequiredService<TimeProvider>())));
        _node.StartAsync().GetAwaiter().GetResult();
        var address = _node.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ActivityHeadersPropagator = null, RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1 }) { BaseAddress = new Uri(address) };
        Patience.UntilAsync(IsReadyAsync, () => "the node is ready", TimeSpan.FromSeconds(60)).GetAwaiter().GetResult();
    }

    /// <summary>Reaches its HTTP port.</summary>
    public HttpClient Http { get; }

    public void Dispose()
    {
        Http.Dispose();
        _node.StopAsync().GetAwaiter().GetResult();
        _node.DisposeAsync().AsTask().GetAwaiter().GetResult();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        using var answer = await Http.GetAsync(new Uri("/healthz/ready", UriKind.Relative));
        return answer.IsSuccessStatusCode;
    }
}
