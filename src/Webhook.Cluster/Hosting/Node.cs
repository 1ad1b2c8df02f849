using Akka.Hosting;
using Webhook.Cluster.Api;
using Webhook.Cluster.Api.Security;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Subscriptions.Serialization;

namespace Webhook.Cluster.Hosting;

/// <summary>One node: its services, actors and HTTP port.</summary>
public static class Node
{
    /// <summary>Runs a node until it is told to stop; gives the exit code.</summary>
    /// <param name="args">Settings as <c>--Webhook:Section:Key=value</c>.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var node = Create(args);
            await node.RunAsync();
            return 0;
        }
        catch (WrongOptionsException wrong)
        {
            foreach (var fault in wrong.Faults)
            {
                Console.Error.WriteLine(fault);
            }

            return 1;
        }
        catch (IOException e)
        {
            // Mostly a port that is taken; the framework's message names it.
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    /// <summary>A node that is ready to be started.</summary>
    /// <exception cref="WrongOptionsException">A setting is wrong.</exception>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var (options, faults) = OptionsReader.Read(builder.Configuration);
        if (options is null)
        {
            throw new WrongOptionsException(faults);
        }

        var database = Database.Open(options.Persistence);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.WebHost.UseUrls(options.Http.Url).ConfigureKestrel(ApiLimits.Limit);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = NetworkSetup.ShutdownTimeout);
        builder.Services.AddSingleton(options).AddSingleton(options.Delivery).AddSingleton(database).AddSingleton(TimeProvider.System);
        builder.Services.AddHealthChecks();
        builder.Services.AddWebhookDelivery().AddWebhookStorage().AddWebhookApi();
        builder.Services.AddAkka(NetworkSetup.SystemName, (akka, services) => akka
            .WithWebhookNetwork(options)
            .WithWebhookPersistence(database)
            .WithSubscriptionSerializers()
            .WithWebhookHealth(database)
            .WithWebhookActors(services));

        var node = builder.Build();
        node.MapWebhookApi();
        node.MapWebhookHealth();
        return node;
    }
}

/// <summary>The configuration is wrong; nothing was started.</summary>
/// <param name="faults">A sentence for each fault.</param>
public sealed class WrongOptionsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>A sentence for each fault.</summary>
    public IReadOnlyList<string> Faults => faults;
}
