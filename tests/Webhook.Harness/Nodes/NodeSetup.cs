using System.Net;

namespace Webhook.Harness.Nodes;

/// <summary>What a node process is started with. The default is one node on loopback with a SQLite file of its own.</summary>
public sealed record NodeSetup
{
    /// <summary>Address to listen on, for HTTP and remoting.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port of the HTTP interface; kept when the node is started again.</summary>
    public int HttpPort { get; init; } = Ports.Free();

    /// <summary>Port of remoting; kept when the node is started again.</summary>
    public int RemotingPort { get; init; } = Ports.Free();

    /// <summary>The database that the cluster shares; null gives the node a SQLite file that goes away with it.</summary>
    public NodeDatabase? Database { get; init; }

    /// <summary>Nodes to join by, as <c>host:port</c>, the founder first; none: this node alone.</summary>
    public IReadOnlyList<string> SeedNodes { get; init; } = [];

    /// <summary>An operator's key, which a node that listens beyond loopback needs; null leaves the interface open.</summary>
    public string? OperatorKey { get; init; }

    /// <summary>Further settings, as <c>--Webhook:…=…</c>; they win over what else is set.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Environment variables beside those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Words put before the command, such as those that run it in a network namespace; they must end in an exec.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>A file that gets all that the node prints, over all its lives; null keeps only the last lines.</summary>
    public string? LogFile { get; init; }

    /// <summary>The least level that it logs.</summary>
    public string LogLevel { get; init; } = "Information";

    /// <summary><c>host:port</c> of remoting.</summary>
    public string ContactPoint => $"{Address}:{RemotingPort}";

    /// <summary>Base of the HTTP interface.</summary>
    public Uri Url => new($"http://{Address}:{HttpPort}");

    /// <summary>The arguments of the node's program.</summary>
    /// <param name="folder">Where the SQLite file goes when no database is given.</param>
    internal IEnumerable<string> Arguments(string folder)
    {
        var database = Database ?? NodeDatabase.Sqlite(Path.Combine(folder, "webhook.db"));
        string[] own =
        [
            $"--Webhook:Http:Url={Url.GetLeftPart(UriPartial.Authority)}",
            $"--Webhook:Remoting:HostName={Address}",
            $"--Webhook:Remoting:Port={RemotingPort}",
            $"--Webhook:Persistence:Provider={database.Provider}",
            $"--Webhook:Persistence:ConnectionString={database.ConnectionString}",
            "--Webhook:Delivery:AllowHttp=true",
            "--Webhook:Delivery:AllowedNetworks:0=127.0.0.0/8",
        ];
        string[] keys = OperatorKey is null
            ? []
            : ["--Webhook:ApiKeys:0:Name=harness", $"--Webhook:ApiKeys:0:Key={OperatorKey}", "--Webhook:ApiKeys:0:Role=operator"];
        return own
            .Concat(SeedNodes.Select((seed, i) => $"--Webhook:Cluster:SeedNodes:{i}=akka.tcp://webhook@{seed}"))
            .Concat(keys)
            .Concat(Settings);
    }
}
