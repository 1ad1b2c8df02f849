using Akka.Actor;
using Akka.Persistence;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Messages;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>
/// The thin shell around the core: recovers, asks <see cref="Decisions"/>, persists, answers, and does what
/// <see cref="Planner"/> says. One actor for each subscription, on one node of the cluster.
/// </summary>
public sealed partial class SubscriptionActor : UntypedPersistentActor
{
    private readonly string _id;
    private readonly SubscriptionEnvironment _environment;

    /// <summary>Rests on durable records only.</summary>
    private SubscriptionState _durable = SubscriptionState.Initial;

    /// <summary>Runs ahead of <see cref="_durable"/> by the records that are being written; decisions are made on it.</summary>
    private SubscriptionState _ahead = SubscriptionState.Initial;

    private Flight _flight = Flight.None;

    /// <summary>An actor for the subscription <paramref name="id"/>.</summary>
    public SubscriptionActor(string id, SubscriptionEnvironment environment)
    {
        _id = id;
        _environment = environment;
    }

    /// <inheritdoc />
    public override string PersistenceId => PersistenceIdOf(_id);

    private static DateTimeOffset Now => Context.System.Scheduler.Now.ToUniversalTime();

    /// <summary>The journal's id of a subscription.</summary>
    public static string PersistenceIdOf(string subscriptionId) => $"subscription-{subscriptionId}";

    /// <summary>How the shard region makes an actor.</summary>
    public static Props Props(string id, SubscriptionEnvironment environment) =>
        Akka.Actor.Props.Create(() => new SubscriptionActor(id, environment)).WithMailbox(SubscriptionMailbox.Section);

    /// <inheritdoc />
    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case HandedBack back:
                _isPassivating = false;
                Receive(back.Message);
                break;
            case ISubscriptionMessage early when _isPassivating:
                HandBack(early);
                break;
            case ISubscriptionMessage mine:
                Receive(mine);
                break;
            case PostEnded ended:
                OnPostEnded(ended);
                break;
            case TestEnded ended:
                OnTestEnded(ended);
                break;
            case AnnouncementAnswered answered:
                OnAnnouncementAnswered(answered);
                break;
            case AnnounceAgain:
                OnAnnounceAgain();
                break;
            case Tick tick:
                OnTick(tick);
                break;
            case MomentIsOver:
                OnMomentIsOver();
                break;
            case ReceiveTimeout:
                OnIdle();
                break;
            case HandOff:
                OnHandOff();
                break;
            case StopPassivated or GiveUpWaiting:
                Context.Stop(Self);
                break;
            default:
                OnStorageMessage(message);
                break;
        }
    }

    private void Receive(ISubscriptionMessage message)
    {
        switch (message)
        {
            case SubscriptionQuery query:
                Sender.Tell(Answering.To(query, _environment, _durable, _flight, Now));
                break;
            case SubscriptionCommand command when _flight.IsStopping:
                Answer(Sender, NotNow(command));
                break;
            case SendTest:
                BeginTest();
                break;
            case PutSubscription put:
                Put(put);
                break;
            case AcceptEvent accept when !Accept(accept):
                return;
            case AcceptEvent:
                break;
            case SubscriptionCommand command:
                Execute(command);
                break;
            default:
                Unhandled(message);
                break;
        }

        Drive();
    }

    /// <summary>What a command is answered that could not be taken: its sender may repeat it.</summary>
    private static object NotNow(SubscriptionCommand command) => command is AcceptEvent e
        ? new Rejected(e.SubscriptionId, e.EventId, RejectReason.Overloaded, null, "The event could not be made durable just now; send it again.")
        : new CommandRejected(CommandFault.Unavailable, null, "The subscription cannot take this just now; try again.");
}
