using Npgsql;
using Webhook.Bench.Commands;
using Webhook.Bench.Measuring;
using Webhook.Bench.Processes;
using Webhook.Bench.Scenarios;
using Webhook.Harness.Databases;
using Webhook.Harness.Nodes;

namespace Webhook.Bench.Running;

/// <summary>All processes of a run: database, nodes, endpoint, sender, and the reference beside them.</summary>
internal sealed partial class BenchCluster : IAsyncDisposable
{
    /// <summary>Numbers for the events of a whole run; the files are sparse.</summary>
    private const long EventsAtMost = 50_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("webhook-bench-").FullName;
    private readonly List<NodeProcess> _nodes = [];
    private RoleProcess? _endpoint;
    private RoleProcess? _sender;
    private RoleProcess? _hostile;
    private LateProxy? _proxy;
    private string _endpointPort = "";
    private long _nextEvent;

    private BenchCluster()
    {
        Arrivals = TimesFile.Create(ArrivalsPath, EventsAtMost);
        Failures = TimesFile.Create(FailuresPath, EventsAtMost);
        Receipts = TimesFile.Create(ReceiptsPath, EventsAtMost);
    }

    public PostgresServer? Postgres { get; private set; }

    public IReadOnlyList<NodeProcess> Nodes => _nodes;

    public RoleProcess Sender => _sender!;

    public RoleProcess Endpoint => _endpoint!;

    public RoleProcess Plain { get; private set; } = null!;

    /// <summary>When each event was first answered with 200.</summary>
    public TimesFile Arrivals { get; }

    /// <summary>When each event was first answered with 500.</summary>
    public TimesFile Failures { get; }

    /// <summary>When the sender had each event's receipt.</summary>
    public TimesFile Receipts { get; }

    private string ArrivalsPath => Path.Combine(_folder, "arrivals");

    private string FailuresPath => Path.Combine(_folder, "failures");

    private string ReceiptsPath => Path.Combine(_folder, "receipts");

    public static async Task<BenchCluster> StartAsync(BenchSettings settings, Scenario scenario, CancellationToken cancellation)
    {
        var cluster = new BenchCluster();
        try
        {
            await cluster.StartProcessesAsync(settings, scenario, cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The number of the first of <paramref name="count"/> events that nobody else uses.</summary>
    public long TakeEvents(long count) => (_nextEvent += count) - count;

    /// <summary>The same, the first one being that of subscription <paramref name="subscription"/> of <paramref name="subscriptions"/>.</summary>
    public long TakeEventsFrom(long subscription, long subscriptions, long count)
    {
        var first = TakeEvents(count + subscriptions);
        return first + ((subscription - (first % subscriptions) + subscriptions) % subscriptions);
    }

    /// <summary>Where the endpoint takes POSTs of one path. Hanging ones have a host of their own: caps go by host.</summary>
    public string UrlOf(string path) => $"http://127.0.0.{(path == EndpointPaths.Hanging ? 2 : 1)}:{_endpointPort}{path}";

    /// <summary>URLs of endpoints that mean harm, one for each way; none until <see cref="StartHostileAsync"/>.</summary>
    public IReadOnlyList<string> HostileUrls { get; private set; } = [];

    /// <summary>Starts the endpoints that mean harm.</summary>
    public async Task StartHostileAsync(CancellationToken cancellation)
    {
        _hostile = RoleProcess.Start(HostileRole.Name);
        HostileUrls = (await _hostile.LineAsync(cancellation)).Split(' ');
    }

    /// <summary>How many connections the endpoints that mean harm have taken.</summary>
    public Task<long> HostileConnectionsAsync(CancellationToken cancellation) => _hostile!.AskAsync<string, long>("count", cancellation);

    public async ValueTask DisposeAsync()
    {
        _sender?.Dispose();
        Plain?.Dispose();
        _nodes.ForEach(node => node.Dispose());
        _endpoint?.Dispose();
        _hostile?.Dispose();
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        if (Postgres is not null)
        {
            await Postgres.DisposeAsync();
        }

        Arrivals.Dispose();
        Failures.Dispose();
        Receipts.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartProcessesAsync(BenchSettings settings, Scenario scenario, CancellationToken cancellation)
    {
        _endpoint = RoleProcess.Start(EndpointRole.Name, "--arrivals", ArrivalsPath, "--failures", FailuresPath);
        _endpointPort = await _endpoint.LineAsync(cancellation);
        Plain = RoleProcess.Start(PlainRole.Name);
        NodeDatabase? database = null;
        if (settings.Database == DatabaseKind.PostgreSql)
        {
            Postgres = await PostgresServer.StartNewAsync();
            database = scenario.DatabaseLate > TimeSpan.Zero ? Late(Postgres, scenario.DatabaseLate) : Postgres.Database;
        }

        var setups = Enumerable.Range(0, settings.Nodes).Select(_ => new NodeSetup
        {
            Database = database,
            LogLevel = "Warning",
            Settings = [.. scenario.NodeSettings, .. settings.Settings],
        }).ToList();
        string[] seeds = settings.Nodes == 1 ? [] : [.. setups.Select(s => s.ContactPoint)];
        _nodes.AddRange(setups.Select(s => new NodeProcess(s with { SeedNodes = seeds })));
        foreach (var node in _nodes)
        {
            await node.StartAsync(cancellation: cancellation);
        }

        _sender = RoleProcess.Start(SenderRole.Name, ["--times", ReceiptsPath, "--contact", .. _nodes.Select(n => n.ContactPoint)]);
    }

    private NodeDatabase Late(PostgresServer server, TimeSpan late)
    {
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        _proxy = new LateProxy(connection.Port, late);
        connection.Port = _proxy.Port;
        return NodeDatabase.PostgreSql(connection.ConnectionString);
    }
}
