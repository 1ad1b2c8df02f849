using Microsoft.Extensions.Options;
using Webhook.Cluster.Delivery;

namespace Webhook.Cluster.Hosting.Options;

/// <summary>The rules for values that could be read.</summary>
public sealed class OptionsValidator : IValidateOptions<WebhookOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, WebhookOptions options) =>
        FaultsOf(options).ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;

    /// <summary>Every fault of <paramref name="options"/>, each with its full key.</summary>
    internal static IEnumerable<string> FaultsOf(WebhookOptions options) =>
        Http(options)
            .Concat(Addresses.FaultsOf(options.Remoting))
            .Concat(CertificateRules.FaultsOf(options.Remoting.Tls))
            .Concat(Addresses.FaultsOf(options.Cluster, options.Remoting.Tls.IsOn))
            .Concat(CertificateRules.FaultsOf(options.Secrets))
            .Concat(Persistence(options.Persistence))
            .Concat(OneFileForOneMachine(options))
            .Concat(Delivery(options.Delivery))
            .Concat(ApiKeyRules.FaultsOf(options.ApiKeys));

    private static IEnumerable<string> Http(WebhookOptions options)
    {
        const string Key = "Webhook:Http:Url";
        if (HttpOptions.Parse(options.Http.Url) is not { } url)
        {
            yield return $"{Key} is not a URL to listen on; write scheme, host and port only, such as http://127.0.0.1:8080.";
        }
        else if (options.ApiKeys.Length == 0 && !HttpOptions.IsLoopback(url))
        {
            yield return $"{Key} lets other machines in, but no key is configured; add one under Webhook:ApiKeys, or listen on 127.0.0.1.";
        }

        if (options.Http.PublicUrl is { Length: > 0 } publicUrl && HttpOptions.Parse(publicUrl) is null)
        {
            yield return "Webhook:Http:PublicUrl is not a URL that a customer can open; write scheme, host and port only, such as https://webhooks.example.com.";
        }
    }

    private static IEnumerable<string> Persistence(PersistenceOptions options)
    {
        if (!PersistenceOptions.Providers.Contains(options.Provider, StringComparer.Ordinal))
        {
            yield return $"Webhook:Persistence:Provider is not known; write one of {string.Join(", ", PersistenceOptions.Providers)}.";
        }
        else if (ConnectionText.FaultOf(options) is { } fault)
        {
            yield return $"Webhook:Persistence:ConnectionString {fault}";
        }

        if (options.Retention < TimeSpan.FromHours(1) || options.Retention > TimeSpan.FromDays(3650))
        {
            yield return "Webhook:Persistence:Retention is out of range; write a time span from 01:00:00 to 3650.00:00:00.";
        }
    }

    /// <summary>Each node would have a file of its own, and know nothing of what the others accepted. On one machine they may share one, for a trial.</summary>
    private static IEnumerable<string> OneFileForOneMachine(WebhookOptions options)
    {
        var elsewhere = Array.FindIndex(options.Cluster.SeedNodes, seed => Addresses.IsOfAnotherMachine(seed, options.Remoting));
        if (options.Persistence.Provider == PersistenceOptions.Sqlite && elsewhere >= 0)
        {
            yield return $"Webhook:Persistence:Provider is {PersistenceOptions.Sqlite}, a file of this machine, but Webhook:Cluster:SeedNodes:{elsewhere} is on another one; "
                + $"all nodes need the same database: write {PersistenceOptions.PostgreSql} and its connection string.";
        }
    }

    private static IEnumerable<string> Delivery(DeliveryOptions options)
    {
        if (options.Interval <= TimeSpan.Zero || options.Interval > TimeSpan.FromDays(1))
        {
            yield return "Webhook:Delivery:Interval is out of range; write a time span above 00:00:00 and up to 1.00:00:00.";
        }

        if (options.Timeout < TimeSpan.FromMilliseconds(100) || options.Timeout > TimeSpan.FromMinutes(5))
        {
            yield return "Webhook:Delivery:Timeout is out of range; write a time span from 00:00:00.1 to 00:05:00.";
        }

        (string Name, int Value, int Least, int Most)[] numbers =
        [
            (nameof(options.Retries), options.Retries, 0, 20),
            (nameof(options.MaxInFlightPerNode), options.MaxInFlightPerNode, 1, 100_000),
            (nameof(options.MaxInFlightPerHost), options.MaxInFlightPerHost, 1, 100_000),
            (nameof(options.OutboxLimit), options.OutboxLimit, 1, 10_000),
        ];
        foreach (var (name, _, least, most) in numbers.Where(n => n.Value < n.Least || n.Value > n.Most))
        {
            yield return $"Webhook:Delivery:{name} is out of range; write a whole number from {least} to {most}.";
        }

        for (var i = 0; i < options.AllowedNetworks.Length; i++)
        {
            if (!Addresses.IsNetwork(options.AllowedNetworks[i]))
            {
                yield return $"Webhook:Delivery:AllowedNetworks:{i} is not a network; write it as address/length, such as 10.1.0.0/16.";
            }
        }
    }
}
