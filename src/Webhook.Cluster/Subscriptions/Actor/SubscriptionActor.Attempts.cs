using Akka.Actor;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Does what the plan says, and brings outcomes back as commands.</summary>
public sealed partial class SubscriptionActor
{
    /// <summary>The callback URL, read once for many attempts.</summary>
    private Uri? _url;

    private ICancelable? _timer;
    private Wait? _armedFor;
    private long _arm;

    /// <summary>When an attempt last ended, or anything last changed what may be sent: none could have begun before.</summary>
    private DateTimeOffset _freeSince;

    /// <summary>Made with the first attempt: most subscriptions that are awake have none.</summary>
    private Dictionary<Attempt, IPendingPost> Posts => field ??= new(ReferenceEqualityComparer.Instance);

    /// <summary>Derives what to do from the state, and does it. Called after everything that happens.</summary>
    private void Drive()
    {
        var plan = Planner.Next(_durable, _ahead, _flight, Now);
        foreach (var outdated in plan.Withdraw)
        {
            Posts[outdated].Withdraw();
        }

        foreach (var held in plan.Start)
        {
            Begin(held);
        }

        Arm(plan.Wake);
        Announce();
        ReportSummary();
        StopOrSleepWhenDone(plan);
    }

    private void Begin(HeldEvent held)
    {
        var attempt = Attempt.Of(_ahead, held);
        var due = _ahead.Retry?.Wait.Until ?? held.Aside?.Until ?? held.AcceptedAt;
        var possible = due > _freeSince ? due : _freeSince;
        var settings = _ahead.Settings!;
        var request = new PostRequest(
            UrlOf(settings), settings.Authorization, held.EventId, held.Payload, settings.SecretsAt(Now), IsTest: false)
        {
            SubscriptionId = _id,
            TraceParent = held.TraceParent,
            IsFirst = held.IsFresh && _ahead.LastError is null,
        };
        _flight = _flight.Begin(attempt);
        var self = Self;
        Posts[attempt] = _environment.Deliverer.Begin(
            request, due, _ahead.LastTimedOut, result => self.Tell(new PostEnded(attempt, possible, result), ActorRefs.NoSender));
    }

    private void WithdrawAll()
    {
        if (_flight.Attempts.IsEmpty)
        {
            return;
        }

        foreach (var post in Posts.Values)
        {
            post.Withdraw();
        }
    }

    private Uri UrlOf(SubscriptionSettings settings)
    {
        if (_url?.OriginalString != settings.CallbackUrl)
        {
            _url = new Uri(settings.CallbackUrl);
        }

        return _url;
    }

    private void OnPostEnded(PostEnded ended)
    {
        Posts.Remove(ended.Attempt);
        if (!_flight.Has(ended.Attempt))
        {
            return;
        }

        _freeSince = Now;
        if (ended.Result is { } result)
        {
            _environment.Meter.Began(result.StartedAt - ended.Possible);
        }

        if (ended.Result is null)
        {
            _flight = _flight.End(ended.Attempt);
        }
        else if (ended.Result.Outcome == Outcome.Delivered)
        {
            FaultPoint.Reach(FaultPoint.BeforeDeliveryRecord);
            _flight = _flight.EndDelivered(ended.Attempt, Now);
            OnDelivered(new RecordOutcome(_id, ended.Attempt, ended.Result));
        }
        else
        {
            _flight = _flight.End(ended.Attempt);
            Execute(new RecordOutcome(_id, ended.Attempt, ended.Result));
        }

        Drive();
    }

    private void Arm(Wait? wake)
    {
        if (wake == _armedFor)
        {
            return;
        }

        _timer?.Cancel();
        _armedFor = wake;
        _arm++;
        _timer = wake is { } wait
            ? Context.System.Scheduler.ScheduleTellOnceCancelable(wait.Remaining(Now), Self, new Tick(_arm, wait.Until), Self)
            : null;
    }

    private void OnTick(Tick tick)
    {
        if (tick.Arm != _arm)
        {
            return;
        }

        _armedFor = null;
        _flight = _flight.Ripen(_ahead, tick.Until);
        Drive();
    }
}
