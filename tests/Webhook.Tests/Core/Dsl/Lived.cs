using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Tests.Core.Dsl;

/// <summary>
/// Plays the actor's part around the pure core, on a virtual clock: decides on the state that runs ahead, confirms records in
/// order, answers when all that an answer rests on is durable, starts what the planner says and fires the timer it asks for.
/// </summary>
internal sealed partial class Lived
{
    public const string Id = "acme";

    public static readonly DateTimeOffset Epoch = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly DeliveryPolicy Standard = new(TimeSpan.FromMinutes(5), Retries: 3, HeldEvents: 10_000, AllowHttp: false);

    private readonly Queue<Writing> _writing = new();
    private readonly HashSet<SubscriptionCommand> _unanswered = new(ReferenceEqualityComparer.Instance);

    public DeliveryPolicy Policy { get; init; } = Standard;

    public SubscriptionState Durable { get; private set; } = SubscriptionState.Initial;

    public SubscriptionState Ahead { get; private set; } = SubscriptionState.Initial;

    public Flight Flight { get; private set; } = Flight.None;

    /// <summary>The durable records, oldest first.</summary>
    public List<SubscriptionEvent> Journal { get; } = [];

    /// <summary>Everything that was answered, oldest first.</summary>
    public List<object> Answers { get; } = [];

    /// <summary>How many commands of this life have no answer yet.</summary>
    public int Unanswered => _unanswered.Count;

    /// <summary>Whether records stay unconfirmed until the test confirms them.</summary>
    public bool HoldsRecords { get; set; }

    /// <summary>Records that are being written.</summary>
    public IEnumerable<SubscriptionEvent> Unconfirmed => _writing.Select(w => w.Happened).OfType<SubscriptionEvent>();

    /// <summary>Executes <paramref name="command"/>; the answer, or null while it waits for a record.</summary>
    public object? Do(SubscriptionCommand command)
    {
        object? answered = null;
        _unanswered.Add(command);
        Execute(command, message =>
        {
            Assert.True(_unanswered.Remove(command), "A command is answered twice.");
            answered = message;
            Answers.Add(message);
        });
        Drive();
        Settle();
        return answered;
    }

    /// <summary>Confirms the oldest <paramref name="count"/> records, as far as there are any.</summary>
    public void Confirm(int count = int.MaxValue)
    {
        while (count-- > 0 && _writing.Count > 0)
        {
            ConfirmOne();
        }

        Settle();
    }

    /// <summary>The process dies and the actor recovers; of the records being written, the oldest few may have made it.</summary>
    public void Restart(int surviving = 0)
    {
        Journal.AddRange(Unconfirmed.Take(surviving));
        _writing.Clear();
        _arrived.Clear();
        _unanswered.Clear();
        LoseFlight();
        LoseAnnouncer();
        Durable = Ahead = Replayed(Journal);
        Drive();
        Settle();
    }

    /// <summary>The state that recovery makes of <paramref name="records"/>.</summary>
    public static SubscriptionState Replayed(IEnumerable<SubscriptionEvent> records) =>
        records.Aggregate(SubscriptionState.Initial, Evolution.Apply);

    private void Execute(SubscriptionCommand command, Action<object> tell)
    {
        if (command is AcceptEvent accept)
        {
            Arrive(accept, tell);
            return;
        }

        DecideOnArrived();
        FlushDeliveries();
        var decision = Decisions.Decide(Policy, Ahead, command, Now);
        Persist(decision.Events, null, () =>
        {
            if (decision.Answer is { } answer)
            {
                tell(MessageOf(answer));
            }
        });
    }

    private void Persist(IReadOnlyList<SubscriptionEvent> events, SubscriptionState? after, Action done)
    {
        for (var i = 0; i < events.Count; i++)
        {
            Ahead = after ?? Evolution.Apply(Ahead, events[i]);
            _writing.Enqueue(new Writing(events[i], Ahead, i == events.Count - 1 ? done : null));
        }

        if (events.Count > 0)
        {
            return;
        }

        if (_writing.Count == 0)
        {
            done();
        }
        else
        {
            _writing.Enqueue(new Writing(null, null, done));
        }
    }

    private void ConfirmOne()
    {
        var written = _writing.Dequeue();
        if (written is { Happened: { } happened, After: { } after })
        {
            Journal.Add(happened);
            Durable = after;
        }

        written.Done?.Invoke();
        if (!Unconfirmed.Any())
        {
            DecideOnArrived();
        }

        Drive();
    }

    /// <summary>Lets happen what happens by itself in no time.</summary>
    private void Settle()
    {
        while (true)
        {
            if (_writing.Count > 0 && (!HoldsRecords || _writing.Peek().Happened is null))
            {
                ConfirmOne();
            }
            else if (_ended.TryDequeue(out var ended))
            {
                OnPostEnded(ended.Post, ended.Result);
            }
            else if (_answers.TryDequeue(out var receipt))
            {
                OnAnswered(receipt);
            }
            else
            {
                return;
            }
        }
    }

    private object MessageOf(Answer answer) => answer switch
    {
        Answer.Of of => of.Message,
        Answer.View { Stored: { } created } => new SubscriptionStored(created, View),
        _ => View,
    };

    /// <summary>A record that is being written, or, without one, something that waits for those before it.</summary>
    private sealed record Writing(SubscriptionEvent? Happened, SubscriptionState? After, Action? Done);
}
