using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Messages;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core.Properties;

/// <summary>One thing that happens; what <paramref name="Kind"/> and <paramref name="Number"/> mean is up to <see cref="Life"/>.</summary>
internal readonly record struct Step(int Kind, int Number);

/// <summary>Lives through a sequence of steps and checks the rules after each.</summary>
internal sealed class Life
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// <summary>What an endpoint answers that asks for <see cref="BusyFor"/>.</summary>
    public const int Busy = 429;

    /// <summary>Longer than the interval.</summary>
    public static readonly TimeSpan BusyFor = TimeSpan.FromMinutes(7);

    private static readonly End[] Ends =
        [End.Ok, End.Ok, End.Ok, End.Refused, End.Refused, End.Broken, End.Broken, End.Timeout, End.Busy(BusyFor, Busy)];

    private static readonly TimeSpan[] Spans =
        [TimeSpan.FromMilliseconds(80), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(31)];

    private readonly bool _jumps;
    private readonly Rules _rules;
    private int _accepted;

    public Life(int width, int retries, bool jumps, bool waits)
    {
        _jumps = jumps;
        Lived = Lived.Active(width, Lived.Standard with { Retries = retries, HeldEvents = 9 });
        _rules = new Rules(Lived) { WasWide = width > 1 };
        Lived.Watch = _rules.OnStarting;
        Lived.Operators = Take;
        Lived.WaitsForCompany = waits;
    }

    public Lived Lived { get; }

    public void Through(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            Do(step);
            _rules.Check();
        }
    }

    /// <summary>Lets the endpoint recover and sees to it that nothing is left undelivered.</summary>
    public void ToItsEnd()
    {
        Lived.HoldsRecords = false;
        Lived.Confirm();
        Lived.Operators = Take;
        Lived.Endpoint = Answer(End.Ok);
        foreach (var post in Lived.Open.ToList())
        {
            Finish(post, End.Ok);
        }

        if (Lived.Durable.IsCancelled)
        {
            Lived.Put(url: Lived.Url, discard: true);
        }

        Lived.Resume();
        Lived.Pass(TimeSpan.FromHours(3));
        _rules.Check();
        Assert.Empty(Lived.OutboxIds);
        Assert.Equal(Phase.Idle, Lived.Phase);
        _rules.CheckAllIsTold();
    }

    private void Do(Step step)
    {
        var number = step.Number;
        switch (step.Kind)
        {
            case < 22:
                Lived.Accept($"e{(number % 5 == 0 ? number % (_accepted + 1) : ++_accepted)}");
                break;
            case < 46 when Lived.Open.Any():
                Finish(Pick(Lived.Open, number), number % 23 == 0 ? null : Ends[number % Ends.Length]);
                break;
            case < 48 when Lived.Posts.Count > 0:
                // An outcome that comes in late, or twice.
                var old = Pick(Lived.Posts, number);
                if (old.IsOver)
                {
                    Finish(old, Ends[number % Ends.Length]);
                }

                break;
            case < 64:
                Lived.Pass(Spans[number % Spans.Length]);
                break;
            case < 68:
                Lived.HoldsRecords = !Lived.HoldsRecords;
                Lived.Confirm(number % 4);
                break;
            case < 73:
                Lived.Confirm(1 + (number % 5));
                break;
            case < 78:
                _rules.Lives++;
                Lived.Restart(number % 4);
                break;
            case < 80 when _jumps:
                _rules.ClockJumped = true;
                Lived.JumpClock(TimeSpan.FromMinutes((number % 400) - 200));
                break;
            case < 81:
                Lived.Operators = (number % 4) switch
                {
                    0 => Take,
                    1 => TakeAndLoseTheReceipt,
                    2 => Lived.Overloaded,
                    _ => static _ => null,
                };
                break;
            case < 82:
                Lived.Endpoint = number % 3 == 0 ? Answer(Ends[number % Ends.Length]) : _ => null;
                break;
            default:
                Steer(step.Kind, number);
                break;
        }
    }

    private void Steer(int kind, int number)
    {
        switch (kind)
        {
            case < 85:
                Lived.Pause();
                break;
            case < 90:
                Lived.Resume();
                break;
            case < 92:
                Lived.Replay();
                break;
            case < 94:
                Lived.ReplayDelivered($"e{number % (_accepted + 1)}");
                break;
            case < 96 when Lived.Durable.Held.Count > 0:
                Lived.Drop(Pick(Lived.Durable.Held.Places.Keys.Order(StringComparer.Ordinal), number));
                break;
            case < 98:
                var width = 1 + (number % 4);
                _rules.WasWide |= width > 1;
                _ = (number % 5) switch
                {
                    0 => Lived.Put(maxInFlight: width),
                    1 => Lived.Put(url: $"https://example.com/{number % 3}"),
                    2 => Lived.Put(authorization: $"Bearer {number % 3}"),
                    3 => Lived.Put(secret: Secret),
                    _ => Lived.Put(url: Lived.Url, discard: true),
                };
                break;
            case 98 when number % 3 == 0:
                Lived.Cancel();
                break;
            default:
                Lived.Put(url: Lived.Url, discard: number % 2 == 0);
                break;
        }
    }

    private Receipt Take(AcceptEvent announcement)
    {
        _rules.Tell(announcement);
        return Lived.Taken(announcement);
    }

    private Receipt? TakeAndLoseTheReceipt(AcceptEvent announcement)
    {
        _rules.Tell(announcement);
        return null;
    }

    private Func<Post, End?> Answer(End end) => post =>
    {
        Note(post, end);
        return end;
    };

    private void Finish(Post post, End? end)
    {
        Note(post, end);
        Lived.Finish(post, end);
    }

    private void Note(Post post, End? end)
    {
        if (end is { Outcome: Outcome.Delivered })
        {
            _rules.Answered.Add((post.Attempt.Generation, post.EventId));
        }
    }

    private static T Pick<T>(IEnumerable<T> from, int number)
    {
        var all = from.ToList();
        return all[number % all.Count];
    }
}
