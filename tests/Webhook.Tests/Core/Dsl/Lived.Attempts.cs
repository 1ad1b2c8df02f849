using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Tests.Core.Dsl;

/// <summary>Attempts.</summary>
internal sealed partial class Lived
{
    private readonly Queue<(Post Post, PostResult? Result)> _ended = new();
    private List<RecordOutcome> _delivered = [];
    private TimeSpan _deliveredSince;
    private bool _writesDeliveries;

    /// <summary>Whether successes wait a moment for company, as <see cref="RecordingRules"/> allow.</summary>
    public bool WaitsForCompany { get; set; }

    /// <summary>Successes whose record is not being written yet.</summary>
    public int Waiting => _delivered.Count;

    /// <summary>When those have waited long enough, by the clock that never jumps; null when none waits.</summary>
    public TimeSpan? MomentEndsAt { get; private set; }

    /// <summary>Every POST that was handed over, oldest first, over all lives.</summary>
    public List<Post> Posts { get; } = [];

    /// <summary>The POSTs of this life that have not ended.</summary>
    public IEnumerable<Post> Open => Posts.Where(p => !p.IsOver);

    /// <summary>Answers every POST at once; null leaves it open.</summary>
    public Func<Post, End?> Endpoint { get; set; } = _ => null;

    /// <summary>Whether POSTs wait for a place instead of starting.</summary>
    public bool NoPlaces { get; set; }

    /// <summary>Called before a POST is handed over.</summary>
    public Action<Post> Watch { get; set; } = _ => { };

    /// <summary>Ends <paramref name="post"/> now; null: it never began, or was given up.</summary>
    public void Finish(Post post, End? end)
    {
        OnPostEnded(post, end?.Result(post.StartedAt!.Value, Elapsed - post.StartedAfter));
        Settle();
    }

    /// <summary>Gives a place to a POST that waits for one.</summary>
    public void GivePlace(Post post) => post.Start(Now, Elapsed);

    private void Drive()
    {
        var plan = Planner.Next(Durable, Ahead, Flight, Now);
        foreach (var outdated in plan.Withdraw)
        {
            var post = Open.Single(p => ReferenceEquals(p.Attempt, outdated));
            if (post is { StartedAt: null, IsWithdrawn: false })
            {
                post.IsWithdrawn = true;
                _ended.Enqueue((post, null));
            }
        }

        foreach (var held in plan.Start)
        {
            Begin(held);
        }

        Arm(plan.Wake);
        Announce();
    }

    private void Begin(HeldEvent held)
    {
        var attempt = Attempt.Of(Ahead, held);
        var post = new Post(attempt, Ahead.Settings!, Ahead.Retry);
        Watch(post);
        Flight = Flight.Begin(attempt);
        Posts.Add(post);
        if (!NoPlaces)
        {
            post.Start(Now, Elapsed);
            if (Endpoint(post) is { } end)
            {
                _ended.Enqueue((post, end.Result(Now, TimeSpan.Zero)));
            }
        }
    }

    private void OnPostEnded(Post post, PostResult? result)
    {
        post.IsOver = true;
        if (!Flight.Has(post.Attempt))
        {
            return;
        }

        if (result is null)
        {
            Flight = Flight.End(post.Attempt);
        }
        else if (result.Outcome == Outcome.Delivered)
        {
            Flight = Flight.EndDelivered(post.Attempt, Now);
            _deliveredSince = _delivered.Count == 0 ? Elapsed : _deliveredSince;
            _delivered.Add(new RecordOutcome(Id, post.Attempt, result));
            if (!_writesDeliveries && WaitsForCompany && RecordingRules.MayWait(Ahead, Flight, Now))
            {
                MomentEndsAt ??= Elapsed + RecordingRules.Moment;
            }
            else if (!_writesDeliveries)
            {
                FlushDeliveries();
            }
        }
        else
        {
            Flight = Flight.End(post.Attempt);
            Execute(new RecordOutcome(Id, post.Attempt, result), static _ => { });
        }

        Drive();
    }

    private void FlushDeliveries()
    {
        if (_delivered.Count > 0)
        {
            DecideOnArrived();
        }

        if (_delivered.Count == 0)
        {
            return;
        }

        var outcomes = LetGo();
        _writesDeliveries = true;
        var decision = Decisions.Decide(Policy, Ahead, new RecordDeliveries(Id, outcomes), Now);
        Persist(decision.Events, null, () => OnRecorded(outcomes));
    }

    private void OnRecorded(List<RecordOutcome> outcomes)
    {
        _writesDeliveries = false;
        Flight = Flight.Recorded(outcomes);
        if (_delivered.Count > 0 && WaitsForCompany && RecordingRules.MayWait(Ahead, Flight, Now) && _deliveredSince + RecordingRules.Moment > Elapsed)
        {
            MomentEndsAt = _deliveredSince + RecordingRules.Moment;
        }
        else
        {
            FlushDeliveries();
        }
    }

    private void MomentIsOver()
    {
        FlushDeliveries();
        Drive();
        Settle();
    }

    private List<RecordOutcome> LetGo()
    {
        (var outcomes, _delivered, MomentEndsAt) = (_delivered, [], null);
        return outcomes;
    }

    private void LoseFlight()
    {
        foreach (var post in Open.ToList())
        {
            post.IsOver = true;
        }

        Flight = Flight.None;
        _ended.Clear();
        LetGo();
        _writesDeliveries = false;
        (_armedFor, FiresAt) = (null, null);
    }
}
