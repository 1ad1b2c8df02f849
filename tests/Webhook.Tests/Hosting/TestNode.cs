using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Akka.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Hosting.Schema;

namespace Webhook.Tests.Hosting;

/// <summary>One node with the production wiring and a small persistent actor in a shard region that remembers.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    /// <summary>Which counters have recovered, and in which system.</summary>
    public static readonly ConcurrentDictionary<(ActorSystem System, string Id), bool> Awake = new();

    /// <summary>Counters that were told that a record was not written, and the reason.</summary>
    public static readonly ConcurrentDictionary<(ActorSystem System, string Id), Exception> Failed = new();

    /// <summary>How often a counter was started.</summary>
    public static readonly ConcurrentDictionary<(ActorSystem System, string Id), int> Lives = new();

    private readonly IHost _host;

    private TestNode(IHost host, Database database)
    {
        _host = host;
        Database = database;
    }

    public Database Database { get; }

    public IHost Host => _host;

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    public IActorRef Region => _host.Services.GetRequiredService<ActorRegistry>().Get<Counter>();

    /// <summary>A node on a SQLite file in <paramref name="folder"/>.</summary>
    public static Task<TestNode> StartAsync(string folder) =>
        StartAsync(Database.Open(new PersistenceOptions { ConnectionString = $"Data Source={Path.Combine(folder, "webhook.db")}" }));

    /// <summary>A node on a database, whose tables are made where they are missing; <paramref name="hocon"/> goes before all settings.</summary>
    public static async Task<TestNode> StartAsync(Database database, string hocon = "")
    {
        var options = new WebhookOptions();
        options.Remoting.Port = 0;
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHealthChecks();
        builder.Services.AddAkka(NetworkSetup.SystemName, akka => akka
            .WithWebhookNetwork(options)
            .WithWebhookPersistence(database)
            .WithWebhookHealth(database, new Departure())
            .WithClusterClientReceptionist()
            .AddHocon(hocon, HoconAddMode.Prepend)
            .WithShardRegion<Counter>(
                "counter",
                id => Props.Create(() => new Counter(id)),
                new CounterMessages(),
                NetworkSetup.ShardOptions(PoisonPill.Instance)));
        await SchemaCreation.CreateAsync(database, CancellationToken.None);
        var host = builder.Build();
        await host.StartAsync();
        return new TestNode(host, database);
    }

    /// <summary>Has the counter <paramref name="id"/> persist <paramref name="count"/> events and answers how many it has.</summary>
    public Task<int> AddAsync(string id, int count) => Region.Ask<int>(new Add(id, count), TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    internal sealed record Add(string Id, int Count);

    internal sealed class CounterMessages() : HashCodeMessageExtractor(10)
    {
        public override string? EntityId(object message) => (message as Add)?.Id;
    }

    internal sealed class Counter : ReceivePersistentActor
    {
        private readonly string _id;
        private int _count;

        public Counter(string id)
        {
            _id = id;
            Lives.AddOrUpdate((Context.System, id), 1, static (_, lives) => lives + 1);
            PersistenceId = $"subscription-{id}";
            Recover<string>(_ => _count++);
            Recover<RecoveryCompleted>(_ => Awake[(Context.System, id)] = true);
            Recover<SnapshotOffer>(offer => _count = int.Parse((string)offer.Snapshot));
            Command<Add>(add =>
            {
                PersistAll(Enumerable.Repeat("one", add.Count), _ => _count++);
                DeferAsync(add, _ => Sender.Tell(_count));
            });
        }

        public override string PersistenceId { get; }

        protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
        {
            Failed[(Context.System, _id)] = cause;
            base.OnPersistFailure(cause, @event, sequenceNr);
        }
    }
}
