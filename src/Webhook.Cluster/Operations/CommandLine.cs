using System.CommandLine;
using Webhook.Cluster.Operations.Demo;
using Webhook.Cluster.Operations.Sample;

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
        // The library knows no conversion to Uri.
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens.Single().Value, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps))
            {
                return uri;
            }

            result.AddError("--url is not an HTTP address; write one like http://127.0.0.1:8080.");
            return null;
        },
    };

    /// <summary>The API key.</summary>
    public static readonly Option<string?> Key = new("--key")
    {
        Description = "API key of role operator (for event send, sender is enough); by default the environment variable WEBHOOK_KEY",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("WEBHOOK_KEY"),
        Validators =
        {
            result =>
            {
                if (result.GetValueOrDefault<string?>() is { } key && !key.All(c => c is > ' ' and <= '~'))
                {
                    result.AddError("--key, or the environment variable WEBHOOK_KEY, holds a character that no key has: write letters, digits and signs of ASCII, without blanks and line breaks.");
                }
            },
        },
    };

    /// <summary>Whether these arguments start a node: none at all, or settings only.</summary>
    public static bool StartsNode(string[] args) => args.All(a => a.StartsWith("--Webhook:", StringComparison.OrdinalIgnoreCase));

    /// <summary>Runs the command and gives the exit code.</summary>
    public static Task<int> RunAsync(string[] args)
    {
        Screen.Prepare();
        return Create().Parse(args).InvokeAsync();
    }

    /// <summary>All commands.</summary>
    public static RootCommand Create() => new("Webhook.Actors: without a command, starts a node; settings follow as --Webhook:Section:Key=value")
    {
        Url,
        Key,
        DemoCommand.Create(),
        DemoSenderCommand.Create(),
        ClusterCommands.Create(),
        ClusterCommands.CreateSharding(),
        SubscriptionCommands.Create(),
        EventCommands.Create(),
        CertificateCommands.Create(),
        SampleCommands.Create(),
    };
}
