using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Webhook.Tests.Packaging;

/// <summary>What <c>docker/compose.yaml</c> uses of the Compose Specification; any other key fails to be read.</summary>
internal sealed partial class ComposeFile
{
    /// <summary>Stands for every value that <c>docker/.env</c> holds.</summary>
    public const string Value = "0123456789abcdef01234567";

    public string? Name { get; set; }

    [YamlMember(Alias = "x-node", ApplyNamingConventions = false)]
    public Service? Node { get; set; }

    [YamlMember(Alias = "x-node-environment", ApplyNamingConventions = false)]
    public Dictionary<string, string>? NodeEnvironment { get; set; }

    public Dictionary<string, Service> Services { get; set; } = [];

    public Dictionary<string, object?> Volumes { get; set; } = [];

    public Dictionary<string, Network> Networks { get; set; } = [];

    /// <summary>The names that the file takes from <c>docker/.env</c>.</summary>
    [YamlIgnore]
    public IReadOnlySet<string> Variables { get; private set; } = new HashSet<string>();

    public static ComposeFile Read()
    {
        var text = Repository.Read("docker", "compose.yaml");
        var parser = new MergingParser(new Parser(new StringReader(Variable().Replace(text, Value))));
        var file = new DeserializerBuilder()
            .WithNamingConvention(UnderscoredNamingConvention.Instance)
            .WithDuplicateKeyChecking()
            .Build()
            .Deserialize<ComposeFile>(parser);
        file.Variables = Variable().Matches(text).Select(m => m.Groups[1].Value).ToHashSet();
        return file;
    }

    [GeneratedRegex(@"\$\{(\w+)(?::\?[^}]*)?\}")]
    private static partial Regex Variable();

    internal sealed class Service
    {
        public string? Image { get; set; }

        public Build? Build { get; set; }

        public string? Restart { get; set; }

        public string? StopGracePeriod { get; set; }

        public bool ReadOnly { get; set; }

        public List<string> CapDrop { get; set; } = [];

        public List<string> SecurityOpt { get; set; } = [];

        public List<string> Ports { get; set; } = [];

        public List<string> Volumes { get; set; } = [];

        public List<string> Command { get; set; } = [];

        public Dictionary<string, string> Environment { get; set; } = [];

        public Dictionary<string, Dependency> DependsOn { get; set; } = [];

        public Healthcheck? Healthcheck { get; set; }
    }

    internal sealed class Build
    {
        public string? Context { get; set; }

        public string? Dockerfile { get; set; }
    }

    internal sealed class Dependency
    {
        public string? Condition { get; set; }
    }

    internal sealed class Healthcheck
    {
        public List<string> Test { get; set; } = [];

        public string? Interval { get; set; }

        public string? Timeout { get; set; }

        public int Retries { get; set; }
    }

    internal sealed class Network
    {
        public Ipam? Ipam { get; set; }
    }

    internal sealed class Ipam
    {
        public List<Dictionary<string, string>> Config { get; set; } = [];
    }
}
