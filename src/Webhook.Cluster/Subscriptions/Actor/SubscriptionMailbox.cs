using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>
/// A mailbox that takes next to no memory while nothing waits in it. Akka's own holds room for 32 messages from the beginning, which
/// is a fifth of what an idle subscription takes.
/// </summary>
/// <param name="settings">Of the actor system.</param>
/// <param name="config">The section that names this type; nothing in it is read.</param>
public sealed class SubscriptionMailbox(Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<SubscriptionMailbox.Messages>
{
    /// <summary>The section of <c>webhook.hocon</c> that names this type.</summary>
    internal const string Section = "webhook.subscription-mailbox";

    /// <inheritdoc />
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new Messages();

    /// <summary>What waits, in order; any thread adds, the actor takes.</summary>
    public sealed class Messages : IMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
    {
        /// <summary>Room for more is given back when the last message is taken.</summary>
        private const int Kept = 16;

        private readonly Lock _lock = new();
        private Queue<Envelope>? _waiting;

        /// <summary>Messages that the actor put back; the last one comes first.</summary>
        private Stack<Envelope>? _putBack;

        private volatile int _count;

        /// <inheritdoc />
        public bool HasMessages => _count > 0;

        /// <inheritdoc />
        public int Count => _count;

        /// <inheritdoc />
        public void Enqueue(IActorRef receiver, Envelope envelope)
        {
            lock (_lock)
            {
                (_waiting ??= new Queue<Envelope>()).Enqueue(envelope);
                _count++;
            }
        }

        /// <inheritdoc />
        public void EnqueueFirst(Envelope envelope)
        {
            lock (_lock)
            {
                (_putBack ??= new Stack<Envelope>()).Push(envelope);
                _count++;
            }
        }

        /// <inheritdoc />
        public bool TryDequeue(out Envelope envelope)
        {
            lock (_lock)
            {
                if (_count == 0)
                {
                    envelope = default;
                    return false;
                }

                if (_putBack?.TryPop(out envelope) is not true)
                {
                    envelope = _waiting!.Dequeue();
                }

                if (--_count == 0)
                {
                    _putBack = null;
                    _waiting = _waiting?.Capacity > Kept ? null : _waiting;
                }

                return true;
            }
        }

        /// <inheritdoc />
        public void CleanUp(IActorRef owner, IMessageQueue deadletters)
        {
            while (TryDequeue(out var left))
            {
                deadletters.Enqueue(owner, left);
            }
        }
    }
}
