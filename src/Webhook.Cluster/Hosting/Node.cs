using Akka;
using Akka.Actor;
using Akka.Hosting;
using Webhook.Cluster.Api;
using Webhook.Cluster.Api.Security;
using Webhook.Cluster.Dashboard;
using Webhook.Cluster.Hosting.Joining;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Hosting.Schema;
using Webhook.Cluster.Subscriptions.Serialization;
using Webhook.Cluster.Telemetry;

namespace Webhook.Cluster.Hosting;

/// <summary>One node: its services, actors and HTTP port.</summary>
public static partial class Node
{
    private static readonly TimeSpan DownedPatience = TimeSpan.FromSeconds(10);

    /// <summary>Runs a node until it is told to stop, leaves or is downed; gives the exit code.</summary>
    /// <param name="args">Settings as <c>--Webhook:Section:Key=value</c>.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var node = Create(args);
            await node.StartAsync();
            var shutdown = CoordinatedShutdown.Get(node.Services.GetRequiredService<ActorSystem>());
            EndThoughDowned(shutdown);
            await node.WaitForShutdownAsync();
            // Akka's own code for each way to go: not 0 where the others gave this node up, so that its supervisor starts it again.
            return shutdown.ShutdownReason?.ExitCode ?? 0;
        }
        catch (WrongOptionsException wrong)
        {
            foreach (var fault in wrong.Faults)
            {
                Console.Error.WriteLine(fault);
            }

            return 1;
        }
        catch (Exception e) when (StartFault.Of(e) is { } fault)
        {
            Console.Error.WriteLine(fault);
            return 1;
        }
    }

    /// <summary>A node that is ready to be started.</summary>
    /// <exception cref="WrongOptionsException">A setting is wrong.</exception>
    public static WebApplication Create(string[] args) => Create(args, static _ => { });

    /// <summary>The same with services of the caller's in the place of the node's own; for fuzzing, which must reach no endpoint.</summary>
    internal static WebApplication Create(string[] args, Action<IServiceCollection> replace)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            // Not the program that was started, which in a test is the test's: the list of the dashboard's files bears this name.
            ApplicationName = typeof(Node).Assembly.GetName().Name,
        });
        var (options, faults) = OptionsReader.Read(builder.Configuration);
        if (options is null)
        {
            throw new WrongOptionsException(faults);
        }

        // A node on its own has nobody who could take over from it.
        var standstill = options.Cluster.SeedNodes.Length == 0 ? null : Standstill.KillingThisProcess(NetworkSetup.StableAfter);
        var database = Database.Open(options.Persistence, standstill);
        builder.AddWebhookLogging();
        builder.FindWebhookAssets();
        builder.WebHost.UseUrls(options.Http.Url).ConfigureKestrel(ApiLimits.Limit);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = NetworkSetup.ShutdownTimeout);
        builder.Services.AddSingleton(options).AddSingleton(options.Delivery).AddSingleton(database).AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Departure>().AddHealthChecks();
        if (SchemaCreation.IsFor(options.Persistence.Provider))
        {
            builder.Services.AddHostedService<SchemaCreation>();
        }

        builder.Services.AddWebhookSecrets(options, database).AddWebhookDelivery().AddWebhookStorage().AddWebhookApi().AddWebhookDashboard();
        builder.Services.AddWebhookTelemetry(options, builder.Configuration);
        builder.Services.AddAkka(NetworkSetup.SystemName, (akka, services) =>
        {
            akka.WithWebhookNetwork(options)
                .WithWebhookPersistence(database)
                .WithSubscriptionSerializers()
                .WithWebhookHealth(database, services.GetRequiredService<Departure>())
                .WithWebhookActors(services);
            AddPetabridgeCmd(akka);
        });
        if (options.Cluster.SeedNodes.Length > 0)
        {
            builder.Services.AddSingleton<MemberTable>().AddHostedService<ClusterJoin>();
        }

        builder.Services.AddHostedService<LeaveService>();
        replace(builder.Services);

        var node = builder.Build();
        node.MapWebhookApi();
        node.MapWebhookDashboard();
        node.MapWebhookHealth();
        node.MapWebhookMetrics();
        return node;
    }

    /// <summary>Does something only in a build with <c>-p:PetabridgeCmd=true</c>, which adds the other half of this method.</summary>
    static partial void AddPetabridgeCmd(AkkaConfigurationBuilder akka);

    /// <summary>A downed node ends, whatever its own orderly end waits for: its subscriptions are elsewhere by then.</summary>
    private static void EndThoughDowned(CoordinatedShutdown shutdown) =>
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "end-though-downed", () =>
        {
            if (shutdown.ShutdownReason is CoordinatedShutdown.ClusterDowningReason { ExitCode: var code })
            {
                _ = Task.Delay(DownedPatience).ContinueWith(_ => Environment.Exit(code), TaskScheduler.Default);
            }

            return Task.FromResult(Done.Instance);
        });
}

/// <summary>The configuration is wrong; nothing was started.</summary>
/// <param name="faults">A sentence for each fault.</param>
public sealed class WrongOptionsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>A sentence for each fault.</summary>
    public IReadOnlyList<string> Faults => faults;
}
