using Microsoft.Extensions.Configuration;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Tests.Hosting;

public sealed class OptionsTests
{
    private const string LongKey = "0123456789abcdef-key";

    private static string Hash => new('a', 64);

    [Fact]
    public void Without_configuration_one_node_runs_on_loopback_and_sqlite()
    {
        var options = Valid();
        Assert.Equal(("http://127.0.0.1:8080", null), (options.Http.Url, options.Http.PublicUrl));
        Assert.Equal(("127.0.0.1", 4053, null), (options.Remoting.HostName, options.Remoting.Port, options.Remoting.PublicHostName));
        Assert.Empty(options.Cluster.SeedNodes);
        Assert.Empty(options.Cluster.Roles);
        Assert.Equal(TimeSpan.FromMinutes(2), options.Cluster.PassivateAfter);
        Assert.Equal(("SQLite.MS", null), (options.Persistence.Provider, options.Persistence.ConnectionString));
        Assert.Equal(TimeSpan.FromDays(3), options.Persistence.Retention);
        Assert.Equal((TimeSpan.FromMinutes(5), 3, TimeSpan.FromSeconds(15)), (options.Delivery.Interval, options.Delivery.Retries, options.Delivery.Timeout));
        Assert.Equal((256, 32, 10000), (options.Delivery.MaxInFlightPerNode, options.Delivery.MaxInFlightPerHost, options.Delivery.OutboxLimit));
        Assert.Empty(options.Delivery.AllowedNetworks);
        Assert.False(options.Delivery.AllowHttp);
        Assert.Empty(options.ApiKeys);
    }

    [Fact]
    public void Environment_variables_set_every_option()
    {
        var variables = new Dictionary<string, string>
        {
            ["Http__Url"] = "http://127.0.0.1:9090",
            ["Http__PublicUrl"] = "https://webhooks.example.com",
            ["Remoting__HostName"] = "0.0.0.0",
            ["Remoting__Port"] = "4054",
            ["Remoting__PublicHostName"] = "node-1",
            ["Cluster__SeedNodes__0"] = "akka.tcp://webhook@node-1:4054",
            ["Cluster__Roles__0"] = "web",
            ["Cluster__PassivateAfter"] = "00:01:00",
            ["Persistence__Provider"] = "PostgreSQL.15",
            ["Persistence__ConnectionString"] = "Host=db;Database=webhook",
            ["Persistence__Retention"] = "02:00:00",
            ["Delivery__Interval"] = "00:01:00",
            ["Delivery__Retries"] = "5",
            ["Delivery__Timeout"] = "00:00:10",
            ["Delivery__MaxInFlightPerNode"] = "10",
            ["Delivery__MaxInFlightPerHost"] = "2",
            ["Delivery__OutboxLimit"] = "100",
            ["Delivery__AllowedNetworks__0"] = "10.1.0.0/16",
            ["Delivery__AllowHttp"] = "true",
            ["ApiKeys__0__Name"] = "platform",
            ["ApiKeys__0__Key"] = LongKey,
            ["ApiKeys__0__Role"] = "sender",
            ["ApiKeys__1__Name"] = "operations",
            ["ApiKeys__1__KeyHash"] = Hash,
            ["ApiKeys__1__Role"] = "Operator",
        };
        const string Prefix = "WEBHOOKTEST_";
        foreach (var (key, value) in variables)
        {
            Environment.SetEnvironmentVariable($"{Prefix}Webhook__{key}", value);
        }

        var (options, faults) = OptionsReader.Read(new ConfigurationBuilder().AddEnvironmentVariables(Prefix).Build());
        Assert.Empty(faults);
        Assert.Equal(("http://127.0.0.1:9090", "https://webhooks.example.com"), (options!.Http.Url, options.Http.PublicUrl));
        Assert.Equal(("0.0.0.0", 4054, "node-1"), (options.Remoting.HostName, options.Remoting.Port, options.Remoting.PublicHostName));
        Assert.Equal(["akka.tcp://webhook@node-1:4054"], options.Cluster.SeedNodes);
        Assert.Equal(["web"], options.Cluster.Roles);
        Assert.Equal(TimeSpan.FromMinutes(1), options.Cluster.PassivateAfter);
        Assert.Equal(("PostgreSQL.15", "Host=db;Database=webhook"), (options.Persistence.Provider, options.Persistence.ConnectionString));
        Assert.Equal(TimeSpan.FromHours(2), options.Persistence.Retention);
        Assert.Equal((TimeSpan.FromMinutes(1), 5, TimeSpan.FromSeconds(10)), (options.Delivery.Interval, options.Delivery.Retries, options.Delivery.Timeout));
        Assert.Equal((10, 2, 100), (options.Delivery.MaxInFlightPerNode, options.Delivery.MaxInFlightPerHost, options.Delivery.OutboxLimit));
        Assert.Equal(["10.1.0.0/16"], options.Delivery.AllowedNetworks);
        Assert.True(options.Delivery.AllowHttp);
        Assert.Equal(("platform", LongKey, ApiRole.Sender), (options.ApiKeys[0].Name, options.ApiKeys[0].Key, options.ApiKeys[0].Role!.Value));
        Assert.Equal(("operations", Hash, ApiRole.Operator), (options.ApiKeys[1].Name, options.ApiKeys[1].KeyHash, options.ApiKeys[1].Role!.Value));
    }

    [Theory]
    [InlineData("Http:Url", "127.0.0.1:8080")]
    [InlineData("Http:Url", "ftp://127.0.0.1")]
    [InlineData("Http:Url", "http://127.0.0.1:8080/path")]
    [InlineData("Http:PublicUrl", "webhooks.example.com")]
    [InlineData("Http:PublicUrl", " ")]
    [InlineData("Remoting:HostName", "http://host")]
    [InlineData("Remoting:Port", "-1")]
    [InlineData("Remoting:Port", "65536")]
    [InlineData("Remoting:Port", "many")]
    [InlineData("Remoting:PublicHostName", "a b")]
    [InlineData("Cluster:SeedNodes:0", "node-1:4053")]
    [InlineData("Cluster:SeedNodes:0", "akka.tcp://other@node-1:4053")]
    [InlineData("Cluster:Roles:0", "a role")]
    [InlineData("Cluster:PassivateAfter", "00:00:00")]
    [InlineData("Persistence:Provider", "Oracle")]
    [InlineData("Persistence:ConnectionString", "Nonsense=1;Secret=hunter2")]
    [InlineData("Persistence:ConnectionString", "Data Source=:memory:")]
    [InlineData("Persistence:ConnectionString", "Data Source=x.db;Cache=Shared")]
    [InlineData("Persistence:Retention", "00:59:59")]
    [InlineData("Delivery:Interval", "abc")]
    [InlineData("Delivery:Interval", "00:00:00")]
    [InlineData("Delivery:Interval", "1.00:00:01")]
    [InlineData("Delivery:Retries", "-1")]
    [InlineData("Delivery:Retries", "21")]
    [InlineData("Delivery:Timeout", "00:00:00.099")]
    [InlineData("Delivery:Timeout", "00:05:00.001")]
    [InlineData("Delivery:MaxInFlightPerNode", "0")]
    [InlineData("Delivery:MaxInFlightPerHost", "0")]
    [InlineData("Delivery:OutboxLimit", "0")]
    [InlineData("Delivery:OutboxLimit", "10001")]
    [InlineData("Delivery:AllowedNetworks:0", "10.1.0.0")]
    [InlineData("Delivery:AllowHttp", "perhaps")]
    [InlineData("Delivery:Intervall", "00:05:00")]
    [InlineData("Deliveries", "1")]
    [InlineData("Cluster:SeedNodes", "akka.tcp://webhook@node-1:4053")]
    public void A_wrong_value_is_named_once_by_its_full_key_and_never_repeated(string key, string value)
    {
        var faults = Faults((key, value));
        Assert.StartsWith($"Webhook:{key} ", Assert.Single(faults), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var faults = Faults(("Delivery:Interval", "abc"), ("Delivery:Retries", "99"), ("Remoting:Prot", "1"));
        Assert.Equal(3, faults.Count);
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://webhook.example:8080")]
    public void Without_a_key_http_is_refused_to_other_machines(string url)
    {
        Assert.Contains("no key is configured", Assert.Single(Faults(("Http:Url", url))), StringComparison.Ordinal);
        Valid(("Http:Url", url), ("ApiKeys:0:Name", "a"), ("ApiKeys:0:KeyHash", Hash), ("ApiKeys:0:Role", "operator"));
    }

    [Fact]
    public void A_postgresql_database_needs_a_connection_string() =>
        Assert.StartsWith("Webhook:Persistence:ConnectionString is missing", Assert.Single(Faults(("Persistence:Provider", "PostgreSQL.15"))), StringComparison.Ordinal);

    [Fact]
    public void A_cluster_over_several_machines_cannot_keep_its_events_in_files_of_each()
    {
        (string, string)[] settings = [("Remoting:PublicHostName", "node-1"), ("Cluster:SeedNodes:0", "akka.tcp://webhook@node-1:4053"), ("Cluster:SeedNodes:1", "akka.tcp://webhook@node-2:4053")];
        var fault = Assert.Single(Faults(settings));
        Assert.StartsWith("Webhook:Persistence:Provider ", fault, StringComparison.Ordinal);
        Assert.Contains("SeedNodes:1", fault, StringComparison.Ordinal);
        Valid([.. settings, ("Persistence:Provider", "PostgreSQL.15"), ("Persistence:ConnectionString", "Host=db;Database=webhook")]);
        Valid(settings[..2]);
        Valid(("Cluster:SeedNodes:0", "akka.tcp://webhook@127.0.0.1:4053"), ("Cluster:SeedNodes:1", "akka.tcp://webhook@localhost:4054"));
    }

    [Fact]
    public void The_web_servers_own_endpoints_are_refused_since_no_rule_for_keys_sees_them()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Kestrel:Endpoints:Https:Url", "https://0.0.0.0:8443")]).Build();
        var (options, faults) = OptionsReader.Read(configuration);
        Assert.Null(options);
        Assert.StartsWith("Kestrel:Endpoints cannot be used", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void An_https_address_needs_a_certificate_of_the_web_server()
    {
        Assert.StartsWith("Webhook:Http:Url is https, but there is no certificate", Assert.Single(Faults(("Http:Url", "https://127.0.0.1:8443"))), StringComparison.Ordinal);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Webhook:Http:Url", "https://127.0.0.1:8443"), new("Kestrel:Certificates:Default:Path", "node.pfx")]).Build();
        Assert.Empty(OptionsReader.Read(configuration).Faults);
    }

    [Theory]
    [InlineData("Name", "")]
    [InlineData("Key", "short")]
    [InlineData("Key", "with a blank in the key")]
    [InlineData("Role", "admin")]
    [InlineData("Role", "1")]
    [InlineData("KeyHash", "abc")]
    [InlineData("Colour", "red")]
    public void A_wrong_key_is_named_without_repeating_it(string setting, string value)
    {
        var faults = Faults(("ApiKeys:0:Name", "a"), ("ApiKeys:0:Key", LongKey), ("ApiKeys:0:Role", "sender"), ($"ApiKeys:0:{setting}", value));
        Assert.Contains(faults, f => f.StartsWith($"Webhook:ApiKeys:0:{setting} ", StringComparison.Ordinal));
        Assert.DoesNotContain(faults, f => f.Contains(LongKey, StringComparison.Ordinal) || (setting == "Key" && f.Contains(value, StringComparison.Ordinal)));
    }

    [Fact]
    public void Two_keys_do_not_share_a_name() =>
        Assert.StartsWith("Webhook:ApiKeys:1:Name is taken", Assert.Single(Faults(
            ("ApiKeys:0:Name", "a"), ("ApiKeys:0:Key", LongKey), ("ApiKeys:0:Role", "sender"),
            ("ApiKeys:1:Name", "A"), ("ApiKeys:1:Key", LongKey + "2"), ("ApiKeys:1:Role", "sender"))), StringComparison.Ordinal);

    private static IReadOnlyList<string> Faults(params (string Key, string Value)[] settings)
    {
        var (options, faults) = Read(settings);
        Assert.Null(options);
        return faults;
    }

    private static WebhookOptions Valid(params (string Key, string Value)[] settings)
    {
        var (options, faults) = Read(settings);
        Assert.Empty(faults);
        return options!;
    }

    private static (WebhookOptions? Options, IReadOnlyList<string> Faults) Read((string Key, string Value)[] settings) =>
        OptionsReader.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Webhook:{s.Key}", (string?)s.Value)).GroupBy(p => p.Key).Select(g => g.Last()))
            .Build());
}
