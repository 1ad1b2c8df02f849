using System.Globalization;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Operations;

namespace Webhook.Tests.Packaging;

public sealed class ComposeTests
{
    private static readonly ComposeFile File = ComposeFile.Read();

    private static IEnumerable<KeyValuePair<string, ComposeFile.Service>> Nodes => File.Services.Where(s => s.Value.Build is not null);

    [Fact]
    public void A_node_reads_every_setting_and_the_three_are_one_cluster()
    {
        Assert.Equal(["node-1", "node-2", "node-3"], Nodes.Select(n => n.Key));
        foreach (var (name, node) in Nodes)
        {
            Assert.All(node.Environment.Keys, key => Assert.StartsWith("Webhook__", key, StringComparison.Ordinal));
            var options = Repository.OptionsOf(node.Environment);
            Assert.Equal(name, options.Remoting.PublicHostName);
            Assert.Equal(Nodes.Select(n => $"akka.tcp://{NetworkSetup.SystemName}@{n.Key}:{options.Remoting.Port}"), options.Cluster.SeedNodes);
            Assert.Equal("PostgreSQL.15", options.Persistence.Provider);
            Assert.Contains("Host=postgres;", options.Persistence.ConnectionString, StringComparison.Ordinal);
            Assert.Equal(File.Networks["default"].Ipam!.Config[0]["subnet"], Assert.Single(options.Delivery.AllowedNetworks));
        }
    }

    [Fact]
    public void A_node_has_time_to_hand_over_comes_back_and_is_reached_from_this_machine_only()
    {
        foreach (var (_, node) in Nodes)
        {
            var grace = int.Parse(node.StopGracePeriod!.TrimEnd('s'), CultureInfo.InvariantCulture);
            Assert.True(TimeSpan.FromSeconds(grace) > NetworkSetup.ShutdownTimeout, $"{grace} s is not above the shutdown timeout");
            Assert.Equal(("unless-stopped", true), (node.Restart, node.ReadOnly));
            Assert.Matches(@"^127\.0\.0\.1:\d+:8080$", Assert.Single(node.Ports));
            Assert.Equal(Repository.PathOf("docker", "Dockerfile"), Path.GetFullPath(Path.Combine(Repository.PathOf("docker"), node.Build!.Context!, node.Build.Dockerfile!)));
            Assert.True(System.IO.File.Exists(Repository.PathOf("docker", "Dockerfile")));
        }
    }

    [Fact]
    public void Every_command_of_the_samples_is_one_that_the_image_knows()
    {
        foreach (var name in new[] { "endpoint", "sender" })
        {
            Assert.Empty(CommandLine.Create().Parse(File.Services[name].Command).Errors);
            Assert.Equal(Nodes.First().Value.Image, File.Services[name].Image);
        }
    }

    [Fact]
    public void Every_service_and_volume_that_is_named_exists()
    {
        foreach (var (_, service) in File.Services)
        {
            Assert.All(service.DependsOn, d => Assert.Contains(d.Key, File.Services.Keys));
            Assert.All(service.DependsOn, d => Assert.Contains(d.Value.Condition, new[] { "service_started", "service_healthy" }));
            Assert.All(service.DependsOn.Where(d => d.Value.Condition == "service_healthy"), d => Assert.NotNull(File.Services[d.Key].Healthcheck));
            Assert.All(service.Volumes, v => Assert.Contains(v.Split(':')[0], File.Volumes.Keys));
        }
    }

    [Fact]
    public void Secrets_come_from_a_file_that_is_not_kept_and_whose_example_is_empty()
    {
        var example = Repository.Read("docker", ".env.example").Split('\n').Where(l => l.Contains('=') && l[0] != '#').Select(l => l.Split('=')).ToList();
        Assert.Equal(File.Variables.Order(), example.Select(e => e[0]).Order());
        Assert.All(example, e => Assert.Equal("", e[1]));
        Assert.Contains("docker/.env", Repository.Read(".gitignore").Split('\n'));
        var secrets = File.Services.SelectMany(s => s.Value.Environment)
            .Where(e => e.Key.EndsWith("__Key", StringComparison.Ordinal) || e.Key is "WEBHOOK_KEY" or "POSTGRES_PASSWORD");
        Assert.All(secrets, s => Assert.Equal(ComposeFile.Value, s.Value));
    }
}
