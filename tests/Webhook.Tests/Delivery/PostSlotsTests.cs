using CsCheck;
using Webhook.Cluster.Delivery;

namespace Webhook.Tests.Delivery;

public sealed class PostSlotsTests
{
    private const int PerNode = 8;
    private const int PerHost = 3;
    private static readonly DateTimeOffset Begin = DateTimeOffset.UnixEpoch;

    private static readonly Gen<Step[]> Steps = Gen.OneOf(
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 20], Gen.Bool).Select((host, due, slow) => (Step)new Enter($"host-{host}", due, slow)),
        Gen.Int[0, 30].Select(which => (Step)new Leave(which)),
        Gen.Int[0, 30].Select(which => (Step)new Withdraw(which))).Array[1, 120];

    [Fact]
    public void Places_are_given_as_a_naive_model_gives_them() => Steps.Sample(steps =>
    {
        var slots = new PostSlots(PerNode, PerHost);
        var model = new List<Asked>();
        foreach (var step in steps)
        {
            switch (step)
            {
                case Enter enter:
                    var asked = new Asked(enter, model.Count);
                    model.Add(asked);
                    asked.Place = slots.Enter(enter.Host, Begin.AddSeconds(enter.Due), enter.Slow, _ => asked.Granted = true);
                    break;
                case Leave leave when model.Where(a => a.InFlight).ElementAtOrDefault(leave.Which) is { } inFlight:
                    inFlight.InFlight = false;
                    inFlight.Over = true;
                    slots.Leave(inFlight.Place!);
                    break;
                case Withdraw withdraw when model.ElementAtOrDefault(withdraw.Which) is { } any:
                    Assert.Equal(any.Waits, slots.Withdraw(any.Place!));
                    any.Over |= any.Waits;
                    break;
                default:
                    break;
            }

            GrantNaively(model);
            Assert.Equal(model.Select(a => a.InFlight || (a.Over && a.WasInFlight)), model.Select(a => a.Granted));
            Assert.Equal((model.Count(a => a.InFlight), model.Count(a => a.Waits)), (slots.InFlight, slots.Waiting));
        }

        foreach (var inFlight in model)
        {
            slots.Withdraw(inFlight.Place!);
        }

        foreach (var inFlight in model.Where(a => a.Granted))
        {
            slots.Leave(inFlight.Place!);
        }

        Assert.Equal((0, 0), (slots.InFlight, slots.Waiting));
    });

    [Fact]
    public void Slow_requests_share_a_quarter_and_never_hold_up_the_others()
    {
        var slots = new PostSlots(PerNode, PerHost);
        var granted = 0;
        for (var i = 0; i < 20; i++)
        {
            slots.Enter($"slow-{i}", Begin, slow: true, _ => granted++);
        }

        Assert.Equal(PerNode / 4, granted);
        for (var i = 0; i < 20; i++)
        {
            slots.Enter($"well-{i}", Begin.AddDays(1), slow: false, _ => granted++);
        }

        Assert.Equal(PerNode, granted);
    }

    [Fact]
    public void Leaving_twice_gives_one_place_back()
    {
        var slots = new PostSlots(1, 1);
        var place = slots.Enter("host", Begin, false, _ => { });
        slots.Leave(place);
        slots.Leave(place);
        Assert.Equal(0, slots.InFlight);
    }

    /// <summary>Again and again the earliest due, first come, that breaks no cap.</summary>
    private static void GrantNaively(List<Asked> model)
    {
        while (model.Count(a => a.InFlight) < PerNode && model
            .Where(a => a.Waits
                && model.Count(b => b.InFlight && b.Request.Host == a.Request.Host) < PerHost
                && (!a.Request.Slow || model.Count(b => b.InFlight && b.Request.Slow) < PerNode / 4))
            .MinBy(a => (a.Request.Due, a.Order)) is { } next)
        {
            next.InFlight = next.WasInFlight = true;
        }
    }

    private abstract record Step;

    private sealed record Enter(string Host, int Due, bool Slow) : Step;

    private sealed record Leave(int Which) : Step;

    private sealed record Withdraw(int Which) : Step;

    private sealed class Asked(Enter request, int order)
    {
        public Enter Request { get; } = request;

        public int Order { get; } = order;

        public Place? Place { get; set; }

        public bool Granted { get; set; }

        public bool InFlight { get; set; }

        public bool WasInFlight { get; set; }

        public bool Over { get; set; }

        public bool Waits => !InFlight && !Over;
    }
}
