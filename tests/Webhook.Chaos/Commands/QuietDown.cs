using System.Text.Json;
using Webhook.Chaos.Endpoints;
using Webhook.Chaos.Fleet;
using Webhook.Chaos.Ledger;
using Webhook.Chaos.Report;
using Webhook.Harness.Waiting;

namespace Webhook.Chaos.Commands;

/// <summary>After the faults: makes the endpoints well, ends the senders, waits until nothing is undelivered, and lists what is held.</summary>
internal sealed class QuietDown(
    NodeFleet fleet, MisbehavingEndpoints endpoints, IReadOnlyList<SenderProcess> senders, IReadOnlyList<string> subscriptions, Progress progress)
{
    private static readonly TimeSpan ToBeWhole = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan ForReceipts = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ToDeliver = TimeSpan.FromSeconds(120);

    public async Task<(IReadOnlyList<HeldEvent> Events, IReadOnlyList<string> Faults)> RunAsync(CancellationToken cancellation)
    {
        List<string> faults = [];
        if (await fleet.HealedAsync(ToBeWhole, cancellation) is null)
        {
            faults.Add($"The cluster was not whole {ToBeWhole.TotalSeconds:0} s after the last fault.");
        }

        endpoints.BecomeWell();
        progress.Say("all is healed; the senders end, and what is undelivered goes out");
        var ended = await Task.WhenAll(senders.Select(s => s.EndAsync(ForReceipts)));
        if (ended.Contains(false))
        {
            faults.Add($"A sender still waited for receipts {ForReceipts.TotalSeconds:0} s after the cluster had healed.");
        }

        IReadOnlyList<HeldEvent> held = [];
        try
        {
            await Patience.UntilAsync(async () =>
            {
                held = await HeldAsync(cancellation);
                return held.All(h => h.Parked);
            }, () => "nothing is undelivered", ToDeliver, cancellation);
        }
        catch (TimeoutException)
        {
            progress.Say($"{held.Count(h => !h.Parked)} events are undelivered {ToDeliver.TotalSeconds:0} s after the endpoints became well", "red");
        }

        return (held, faults);
    }

    private async Task<IReadOnlyList<HeldEvent>> HeldAsync(CancellationToken cancellation)
    {
        var held = new List<HeldEvent>();
        foreach (var subscription in subscriptions)
        {
            var view = await fleet.TryGetAsync($"/v1/subscriptions/{subscription}", cancellation);
            foreach (var (state, count) in new[] { ("undelivered", "undelivered"), ("parked", "parked") })
            {
                if (view is null || view.Value.GetProperty(count).GetInt32() > 0)
                {
                    held.AddRange(await PagesAsync(subscription, state, cancellation));
                }
            }
        }

        return held;
    }

    private async Task<List<HeldEvent>> PagesAsync(string subscription, string state, CancellationToken cancellation)
    {
        var found = new List<HeldEvent>();
        for (long? after = null; ;)
        {
            var page = await fleet.TryGetAsync($"/v1/subscriptions/{subscription}/events?state={state}&limit=1000{(after is null ? "" : $"&after={after}")}", cancellation);
            if (page is not { } events)
            {
                // Nobody answers: whatever is there counts as stranded, under a name that says so.
                return [new HeldEvent(subscription, LedgerEntry.IdOf(0), Parked: false)];
            }

            found.AddRange(events.GetProperty("events").EnumerateArray().Select(e => new HeldEvent(subscription, e.GetProperty("event_id").GetString()!, state == "parked")));
            if (events.GetProperty("next") is not { ValueKind: JsonValueKind.Number } next)
            {
                return found;
            }

            after = next.GetInt64();
        }
    }
}
