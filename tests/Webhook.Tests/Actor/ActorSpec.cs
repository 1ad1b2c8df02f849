using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.TestKit;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Logging.Abstractions;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Summary;
using Webhook.Cluster.Telemetry;
using Webhook.Messages;
using Webhook.Tests.Core.Dsl;
using Webhook.Tests.Secrets;
using Webhook.Tests.Telemetry;

namespace Webhook.Tests.Actor;

/// <summary>One actor on an in-memory journal, in virtual time.</summary>
public abstract class ActorSpec : TestKit
{
    protected const string Id = "customer-1";
    protected static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    protected static readonly TimeSpan PassivateAfter = TimeSpan.FromMinutes(2);
    protected static readonly TimeSpan Retention = TimeSpan.FromDays(3);

    private static readonly Config Virtual = ConfigurationFactory.ParseString("""
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.loglevel = WARNING
        akka.persistence.journal.plugin = "akka.persistence.journal.test"
        akka.persistence.journal.test.class = "Akka.Persistence.TestKit.TestJournal, Akka.Persistence.TestKit"
        akka.persistence.journal.test.plugin-dispatcher = "akka.actor.default-dispatcher"
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.test"
        akka.persistence.snapshot-store.test.class = "Akka.Persistence.TestKit.TestSnapshotStore, Akka.Persistence.TestKit"
        akka.persistence.snapshot-store.test.plugin-dispatcher = "akka.actor.default-dispatcher"
        """);

    /// <summary>The production configuration's own section; the rest of it is for nodes.</summary>
    private static readonly Config Mailbox = ConfigurationFactory.ParseString($"webhook {{ {NetworkSetup.Hocon.GetConfig("webhook")} }}");

    private const int AdmittedEvents = 500;

    private readonly List<SummaryRow> _rows = [];

    protected ActorSpec()
        : base(Virtual.WithFallback(Mailbox))
    {
        Parent = CreateTestProbe("shard");
        Region = CreateTestProbe("region");
        Deliverer = new FakeDeliverer(() => Time.Now);
        Admission = new Admission(AdmittedEvents);
    }

    internal FakeDeliverer Deliverer { get; }

    protected TestProbe Parent { get; }

    protected TestProbe Region { get; }

    protected Admission Admission { get; init; }

    /// <summary>The node's: they outlive an actor.</summary>
    protected Setbacks Setbacks { get; } = new(Interval);

    protected ITestJournal Journal => TestJournal.FromRef(Persistence.Instance.Apply(Sys).JournalFor(null));

    internal Measured Measured { get; } = new();

    protected DeliveryPolicy Policy { get; init; } = new(Interval, 3, 10_000, AllowHttp: true);

    /// <summary>What the operators' subscription answers; unless a test says otherwise, there is none.</summary>
    protected Func<AcceptEvent, Task<Receipt>> HandOver { get; set; } = announcement => Task.FromResult(Lived.NoOperators(announcement));

    protected TestScheduler Time => (TestScheduler)Sys.Scheduler;

    protected IReadOnlyList<SummaryRow> Rows
    {
        get
        {
            lock (_rows)
            {
                return [.. _rows];
            }
        }
    }

    protected IActorRef StartActor()
    {
        var environment = new SubscriptionEnvironment(Policy, Retention, PassivateAfter, "127.0.0.1:4053", Deliverer, Vaults.Shared, Admission, new WebhookMeter(Measured.Meters), new OutcomeLog(NullLogger<OutcomeLog>.Instance, TimeProvider.System), Setbacks, () => Region.Ref, announcement => HandOver(announcement), row =>
        {
            lock (_rows)
            {
                _rows.Add(row);
            }
        });
        var actor = Parent.ChildActorOf(SubscriptionActor.Props(Id, environment));
        Watch(actor);
        return actor;
    }

    /// <summary>An actor whose subscription exists.</summary>
    protected IActorRef StartSubscription(int maxInFlight = 1)
    {
        var actor = StartActor();
        actor.Tell(new PutSubscription(Id, SettingsChange.None with { CallbackUrl = "http://endpoint.test/hook", MaxInFlight = maxInFlight }, false), TestActor);
        ExpectMsg<SubscriptionStored>();
        return actor;
    }

    /// <summary>Stops the actor as a crash would, and starts another on the same journal.</summary>
    protected IActorRef Restart(IActorRef actor)
    {
        Sys.Stop(actor);
        ExpectTerminated(actor);
        return StartActor();
    }

    protected static AcceptEvent Event(int number, string content = "{}") => new(Id, $"event-{number}", System.Text.Encoding.UTF8.GetBytes(content));

    protected void Accept(IActorRef actor, int number)
    {
        actor.Tell(Event(number), TestActor);
        Assert.Equal($"event-{number}", ExpectMsg<Accepted>().EventId);
    }

    protected SubscriptionView View(IActorRef actor)
    {
        actor.Tell(new GetSubscription(Id), TestActor);
        return ExpectMsg<SubscriptionView>();
    }

    /// <summary>Waits until the actor is in <paramref name="phase"/>.</summary>
    protected SubscriptionView AwaitPhase(IActorRef actor, Phase phase)
    {
        SubscriptionView view = View(actor);
        AwaitAssert(() =>
        {
            view = View(actor);
            Assert.Equal(phase, view.Phase);
        });
        return view;
    }

    /// <summary>Waits until the actor has nothing to send; moments pass, in which successes wait for company.</summary>
    protected SubscriptionView AwaitIdle(IActorRef actor)
    {
        SubscriptionView view = View(actor);
        AwaitAssert(() =>
        {
            Time.Advance(RecordingRules.Moment);
            view = View(actor);
            Assert.Equal(Phase.Idle, view.Phase);
        });
        return view;
    }

    /// <summary>The actor has nothing to do at any time to come, and asks to be passivated.</summary>
    protected Passivate ExpectSleep()
    {
        Passivate? asked = null;
        // An actor arms its timeout after it has answered, so time may have moved before that: it is moved again.
        AwaitAssert(() =>
        {
            Time.Advance(PassivateAfter);
            asked = Parent.ExpectMsg<Passivate>(TimeSpan.FromMilliseconds(100));
        });
        Assert.Equal(0, Deliverer.Unseen);
        return asked!;
    }

    /// <summary>A query answered after all that was sent before it: what had to begin has begun.</summary>
    protected void ExpectNoPost(IActorRef actor)
    {
        View(actor);
        Assert.Equal(0, Deliverer.Unseen);
    }
}
