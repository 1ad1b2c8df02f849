using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core.Properties;

/// <summary>The rules, written down a second time from the outside: from POSTs, answers and records, without the core's state where possible.</summary>
internal sealed partial class Rules(Lived lived)
{
    /// <summary>What the slowest of the test's endpoints asks for.</summary>
    private static readonly TimeSpan LongestWait = Life.BusyFor;

    private readonly HashSet<long> _startedPlaces = [];
    private ((long Round, int Life) Wait, TimeSpan At)? _waiting;

    /// <summary>How often the process died.</summary>
    public int Lives { get; set; }

    /// <summary>Set once the wall clock was set: due times are then only bounds.</summary>
    public bool ClockJumped { get; set; }

    /// <summary>Set once more than one attempt may have been in flight, which gives up order.</summary>
    public bool WasWide { get; set; }

    /// <summary>What the test's endpoint answered 2xx, by generation and id.</summary>
    public HashSet<(int Generation, string EventId)> Answered { get; } = [];

    /// <summary>Checked before each POST.</summary>
    public void OnStarting(Post post)
    {
        var state = lived.Ahead;
        Assert.True(lived.Open.All(p => p.EventId != post.EventId || p.Attempt.Generation != post.Attempt.Generation), "An event is POSTed beside itself.");
        Assert.True(lived.Open.Count() < state.Settings!.MaxInFlight, "More are in flight than allowed.");
        Assert.True(lived.Durable is { IsActive: true, IsPaused: false, IsSuspended: false } && !state.IsHeldBack, "A POST starts while nothing may be sent.");
        Assert.True(lived.Unconfirmed.All(e => e is EventAccepted or EventsDelivered or EventAcceptedAfterDeliveries or EventsAccepted or Announced), "A POST starts before a record that it rests on.");
        Assert.True(lived.Waiting + lived.Unconfirmed.SelectMany(e => e.Parts).OfType<EventsDelivered>().Sum(e => e.Deliveries.Count) < 64, "Too many successes are unrecorded.");
        Assert.True(lived.Durable.Held.Outbox.ContainsKey(post.Attempt.Place), "An event is POSTed that is not durable.");
        var aside = state.Held.Outbox[post.Attempt.Place].Aside;
        Assert.True(ClockJumped || aside is null || lived.Now >= aside.Value.Until, "A refused event comes back early.");
        if (state.Retry is { } retry)
        {
            Assert.True(lived.Open.All(p => p.Attempt.Round != state.Round), "A retry is not a single probe.");
            Assert.True(ClockJumped || lived.Now >= retry.Wait.Until, "A retry starts early.");
        }

        if (!WasWide && _startedPlaces.Add(post.Attempt.Place))
        {
            // One that steps aside was refused, so POSTed: at another place where it was dropped and replayed during that attempt.
            Assert.True(
                state.Held.Outbox.Values.TakeWhile(e => e.Place < post.Attempt.Place).All(e => _startedPlaces.Contains(e.Place) || e.Aside is not null),
                "A first POST overtakes an older event's.");
        }
    }

    /// <summary>Checked after each step.</summary>
    public void Check()
    {
        CheckNothingIsLost();
        CheckBudget();
        CheckDueTimes();
        CheckNothingIsStuck();
        CheckNoWaitIsTooLong();
        Assert.True(lived.Undecided == 0 || lived.Unconfirmed.Any(), "An event that came in is never decided on.");
        Assert.True(lived.Unanswered == 0 || lived.Unconfirmed.Any(), "A command is never answered.");
        Assert.True(lived.MomentEndsAt is null || lived.MomentEndsAt - lived.Elapsed <= TimeSpan.FromMilliseconds(80), "A success waits too long for its record.");
        Assert.True(lived.Waiting == 0 || lived.MomentEndsAt is not null || lived.Unconfirmed.Any(), "A success is never recorded.");
        Assert.Equal(Dump.Of(lived.Durable), Dump.Of(Lived.Replayed(lived.Journal)));
        Assert.Equal(Dump.Of(lived.Ahead), Dump.Of(Lived.Replayed(lived.Journal.Concat(lived.Unconfirmed))));
        Assert.True(lived.Durable.Held.Count <= lived.Policy.HeldEvents, "More is held than allowed.");
        Assert.Equal(lived.Durable.Held.Count, lived.Durable.Held.Outbox.Count + lived.Durable.Held.Parked.Count);
    }

    private void CheckNothingIsStuck()
    {
        if (lived.Unconfirmed.Any() || lived.HoldsRecords)
        {
            return;
        }

        if (!ClockJumped)
        {
            // Whatever may start has started, and the timer stands at the next wait: so every retry starts exactly when it is due.
            var plan = Planner.Next(lived.Durable, lived.Ahead, lived.Flight, lived.Now);
            Assert.Empty(plan.Start);
            Assert.Equal(plan.Wake is { } wake ? wake.Until - Lived.Epoch : null, lived.FiresAt);
        }

        if (!lived.Durable.IsHeldBack && !lived.Durable.Held.Outbox.IsEmpty)
        {
            Assert.True(lived.Open.Any() || lived.FiresAt is not null || lived.MomentEndsAt is not null, "Events are stuck.");
        }
    }

    /// <summary>By the clock that never jumps, in one life of the process.</summary>
    private void CheckNoWaitIsTooLong()
    {
        Assert.True(lived.FiresAt is null || lived.FiresAt - lived.Elapsed <= LongestWait, "A timer is set for longer than any wait.");
        var held = lived.Durable.Held;
        var waits = lived.Durable is { IsHeldBack: false, Retry: not null } && held.Outbox.Count > held.Aside.Count
            && !lived.Unconfirmed.Any() && !lived.Open.Any();
        var wait = (lived.Durable.Round, Lives);
        if (!waits)
        {
            _waiting = null;
        }
        else if (_waiting is not { } since || since.Wait != wait)
        {
            _waiting = (wait, lived.Elapsed);
        }
        else
        {
            Assert.True(lived.Elapsed - since.At <= LongestWait, "A wait is longer than it was meant to be.");
        }
    }
}
