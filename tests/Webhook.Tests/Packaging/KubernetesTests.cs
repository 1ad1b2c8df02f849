using k8s;
using k8s.Models;
using Webhook.Cluster.Hosting;

namespace Webhook.Tests.Packaging;

public sealed class KubernetesTests
{
    private const string Namespace = "lessons";

    private static readonly List<object> Objects = Load("webhook.yaml");
    private static readonly V1StatefulSet Nodes = Assert.Single(Objects.OfType<V1StatefulSet>());
    private static readonly V1PodSpec Pod = Nodes.Spec.Template.Spec;
    private static readonly V1Container Node = Assert.Single(Pod.Containers);
    private static readonly V1Secret Secret = Assert.IsType<V1Secret>(Assert.Single(Load("secret.yaml")));

    [Fact]
    public void A_node_reads_every_setting_and_is_one_of_its_own_seed_nodes()
    {
        for (var ordinal = 0; ordinal < Nodes.Spec.Replicas; ordinal++)
        {
            var options = Repository.OptionsOf(EnvironmentOf($"{Nodes.Metadata.Name}-{ordinal}"));
            Assert.Equal($"webhook-{ordinal}.{Nodes.Spec.ServiceName}.{Namespace}.svc.cluster.local", options.Remoting.PublicHostName);
            Assert.Equal(Nodes.Spec.Replicas, options.Cluster.SeedNodes.Length);
            Assert.Equal(
                $"akka.tcp://{NetworkSetup.SystemName}@{options.Remoting.PublicHostName}:{options.Remoting.Port}", options.Cluster.SeedNodes[ordinal]);
            Assert.Equal(PortOf("remoting"), options.Remoting.Port);
            Assert.Equal(PortOf("http"), new Uri(options.Http.Url).Port);
        }
    }

    [Fact]
    public void The_nodes_find_each_other_before_they_are_ready_and_only_ready_ones_get_calls()
    {
        var services = Objects.OfType<V1Service>().ToDictionary(s => s.Metadata.Name);
        var headless = services[Nodes.Spec.ServiceName];
        Assert.Equal(("None", true), (headless.Spec.ClusterIP, headless.Spec.PublishNotReadyAddresses));
        Assert.NotEqual(true, services["webhook-http"].Spec.PublishNotReadyAddresses);
        // An open page lives in the memory of one node.
        Assert.Equal("ClientIP", services["webhook-http"].Spec.SessionAffinity);
        Assert.All(services.Values, s => Assert.Equal(Nodes.Spec.Template.Metadata.Labels, s.Spec.Selector));
        Assert.All(services.Values.SelectMany(s => s.Spec.Ports), p => PortOf(p.TargetPort.Value));
        Assert.Equal(Nodes.Spec.Template.Metadata.Labels, Nodes.Spec.Selector.MatchLabels);
    }

    [Fact]
    public void The_probes_ask_the_health_endpoints()
    {
        Assert.Equal("/healthz/live", PathOf(Node.StartupProbe));
        Assert.Equal("/healthz/live", PathOf(Node.LivenessProbe));
        Assert.Equal("/healthz/ready", PathOf(Node.ReadinessProbe));
        Assert.True(Node.ReadinessProbe.TimeoutSeconds > JournalProbe.Patience.TotalSeconds);

        static string PathOf(V1Probe probe)
        {
            PortOf(probe.HttpGet.Port.Value);
            return probe.HttpGet.Path;
        }
    }

    [Fact]
    public void A_node_has_time_to_hand_over_and_a_drain_takes_one_at_a_time()
    {
        Assert.True(Pod.TerminationGracePeriodSeconds > NetworkSetup.ShutdownTimeout.TotalSeconds);
        var budget = Assert.Single(Objects.OfType<V1PodDisruptionBudget>());
        Assert.Equal("1", budget.Spec.MaxUnavailable.Value);
        Assert.Equal(Nodes.Spec.Selector.MatchLabels, budget.Spec.Selector.MatchLabels);
    }

    [Fact]
    public void A_node_runs_as_the_user_of_the_image_without_further_rights()
    {
        Assert.Equal((true, 1654), (Pod.SecurityContext.RunAsNonRoot, Pod.SecurityContext.RunAsUser));
        Assert.Contains("\nUSER 1654\n", Repository.Read("docker", "Dockerfile"), StringComparison.Ordinal);
        Assert.Equal((false, true), (Node.SecurityContext.AllowPrivilegeEscalation, Node.SecurityContext.ReadOnlyRootFilesystem));
        Assert.Equal(["ALL"], Node.SecurityContext.Capabilities.Drop);
    }

    [Fact]
    public void Secrets_are_placeholders_and_the_nodes_ask_for_these_and_no_others()
    {
        Assert.All(Secret.StringData.Values, value => Assert.Equal("", value));
        var asked = Node.Env.Select(e => e.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>().ToList();
        Assert.All(asked, key => Assert.Equal(Secret.Metadata.Name, key.Name));
        Assert.Equal(Secret.StringData.Keys.Order(), asked.Select(key => key.Key).Order());
    }

    private static List<object> Load(string file) =>
        KubernetesYaml.LoadAllFromString(Repository.Read("docker", "kubernetes", file), strict: true);

    private static int PortOf(string name) => Node.Ports.Single(p => p.Name == name).ContainerPort;

    /// <summary>The pod's variables as Kubernetes would fill them in; only those that are settings.</summary>
    private static Dictionary<string, string> EnvironmentOf(string pod)
    {
        var given = new Dictionary<string, string>();
        foreach (var variable in Node.Env)
        {
            given[variable.Name] = variable.ValueFrom switch
            {
                { FieldRef.FieldPath: "metadata.name" } => pod,
                { FieldRef.FieldPath: "metadata.namespace" } => Namespace,
                { SecretKeyRef.Key: "connection-string" } => "Host=db;Database=webhook",
                { SecretKeyRef.Key: var key } => new string(key[0] == 'o' ? 'a' : 'b', 64),
                _ => given.Aggregate(variable.Value, (value, known) => value.Replace($"$({known.Key})", known.Value, StringComparison.Ordinal)),
            };
        }

        Assert.All(given.Values, value => Assert.DoesNotContain("$(", value, StringComparison.Ordinal));
        Assert.All(given.Keys.Where(k => !k.StartsWith("POD_", StringComparison.Ordinal)), k => Assert.StartsWith("Webhook__", k, StringComparison.Ordinal));
        return given.Where(e => e.Key.StartsWith("Webhook__", StringComparison.Ordinal)).ToDictionary();
    }
}
