using Microsoft.Extensions.Configuration.Memory;

namespace Webhook.Cluster.Telemetry;

/// <summary>What a node logs by default.</summary>
internal static class LogSetup
{
    /// <summary>The web server writes four lines for each request; below what else is configured, so that anybody can have them.</summary>
    private static readonly Dictionary<string, string?> Quiet = new()
    {
        ["Logging:LogLevel:Microsoft.AspNetCore"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:System.Net.Http"] = nameof(LogLevel.Warning),
    };

    /// <summary>Logs to the console, a line each, without the web server's own chatter.</summary>
    public static void AddWebhookLogging(this WebApplicationBuilder builder)
    {
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = Quiet });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
    }
}
