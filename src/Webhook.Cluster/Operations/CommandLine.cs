using System.CommandLine;
using Webhook.Cluster.Operations.Demo;

namespace Webhook.Cluster.Operations;

/// <summary>Every command but starting a node, which needs none.</summary>
internal static class CommandLine
{
    /// <summary>The node's HTTP address that commands talk to.</summary>
    public static readonly Option<Uri> Url = new("--url")
    {
        Description = "HTTP address of a node",
        Recursive = true,
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080"),
    };

    /// <summary>The API key.</summary>
    public static readonly Option<string?> Key = new("--key")
    {
        Description = "API key of role operator (for event send, sender is enough); by default the environment variable WEBHOOK_KEY",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("WEBHOOK_KEY"),
    };

    /// <summary>Whether these arguments start a node: none at all, or settings only.</summary>
    public static bool StartsNode(string[] args) => args.All(a => a.StartsWith("--Webhook:", StringComparison.OrdinalIgnoreCase));

    /// <summary>Runs the command and gives the exit code.</summary>
    public static Task<int> RunAsync(string[] args)
    {
        Screen.Prepare();
        var root = new RootCommand("Webhook.Actors: without a command, starts a node; settings follow as --Webhook:Section:Key=value")
        {
            Url,
            Key,
            DemoCommand.Create(),
            DemoSenderCommand.Create(),
            SubscriptionCommands.Create(),
            EventCommands.Create(),
            CertificateCommands.Create(),
        };
        return root.Parse(args).InvokeAsync();
    }
}
