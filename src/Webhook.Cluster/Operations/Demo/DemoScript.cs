using System.Text.Json;

namespace Webhook.Cluster.Operations.Demo;

/// <summary>Four customers: one is well, one stumbles, one is down for long, one dislikes an event.</summary>
internal sealed class DemoScript(ApiConnection api, DemoSender sender, DemoEndpoint endpoint, DemoLedger ledger)
{
    private const string Well = "well";
    private const string Stumbling = "stumbling";
    private const string Down = "down";
    private const string Picky = "picky";

    private const int Lessons = 3;

    /// <summary>How many POSTs the events take that do not arrive at the first; all others take one.</summary>
    private static readonly IReadOnlyDictionary<(string Subscription, string EventId), int> Posts = new Dictionary<(string, string), int>
    {
        [(Stumbling, "lesson-1")] = 3,
        // The first attempt, three retries, and the one that new data brings about.
        [(Down, "lesson-1")] = 5,
        // Refused four times, and once more after the replay.
        [(Picky, "lesson-2")] = 5,
    };

    private readonly Dictionary<string, string> _shown = [];
    private bool _wokeDown;
    private bool _replayed;

    public async Task RunAsync(CancellationToken cancellation)
    {
        ledger.Say($"The sender is process {sender.ProcessId}; a retry waits {DemoNode.Interval} here instead of five minutes.");
        var stumbles = 2;
        endpoint.Answer(Stumbling, _ => Interlocked.Decrement(ref stumbles) >= 0 ? 500 : 200);
        endpoint.Answer(Down, _ => 503);
        endpoint.Answer(Picky, eventId => eventId == "lesson-2" ? 422 : 200);
        string[] subscriptions = [Well, Stumbling, Down, Picky];
        foreach (var subscription in subscriptions)
        {
            await api.PutAsync($"/v1/subscriptions/{subscription}", new { callback_url = endpoint.UrlOf(subscription) });
        }

        foreach (var subscription in subscriptions)
        {
            for (var i = 1; i <= Lessons; i++)
            {
                await sender.SendAsync(subscription, $"lesson-{i}");
            }
        }

        while (!_wokeDown || !_replayed || !ledger.AllArrived)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var subscription in subscriptions)
            {
                await WatchAsync(subscription);
            }

            await Task.Delay(100, cancellation);
        }
    }

    /// <summary>What did not go as scripted, in sentences.</summary>
    public IEnumerable<string> Deviations()
    {
        string[] subscriptions = [Well, Stumbling, Down, Picky];
        var expected = subscriptions.SelectMany(s => Enumerable.Range(1, s == Down ? Lessons + 1 : Lessons).Select(i => (s, $"lesson-{i}")));
        return ledger.DeviationsFrom(expected.Select(e => (e, Posts.GetValueOrDefault(e, 1))));
    }

    private async Task WatchAsync(string subscription)
    {
        var view = await api.GetAsync($"/v1/subscriptions/{subscription}");
        var (phase, parked) = (view.GetProperty("phase").GetString()!, view.GetProperty("parked").GetInt32());
        Show(subscription, Describe(view, phase, parked));
        if (subscription == Down && phase == "Suspended" && !_wokeDown)
        {
            _wokeDown = true;
            endpoint.Answer(Down, _ => 200);
            ledger.Say($"{Down} is repaired; new data wakes the subscription:", "bold");
            await sender.SendAsync(Down, "lesson-4");
        }

        if (subscription == Picky && parked > 0 && !_replayed)
        {
            _replayed = true;
            endpoint.Answer(Picky, _ => 200);
            ledger.Say($"{Picky} is repaired; the parked event is replayed:", "bold");
            await api.PostAsync($"/v1/subscriptions/{Picky}/replay", new { all = true });
        }
    }

    private static string? Describe(JsonElement view, string phase, int parked)
    {
        var retry = view.GetProperty("retry");
        return phase switch
        {
            "Waiting" => $"waits for retry {retry.GetProperty("number")} of {retry.GetProperty("of")}, due at {retry.GetProperty("due_at").GetDateTimeOffset():HH:mm:ss.ff} UTC: {retry.GetProperty("last_error")}",
            "Suspended" => $"suspended with {view.GetProperty("undelivered")} undelivered: nothing is sent until there is new data",
            _ when parked > 0 => "one event refused four times is parked; the others went past it",
            _ when view.GetProperty("next_due_at").ValueKind == JsonValueKind.String && phase == "Idle" =>
                $"a refused event steps aside until {view.GetProperty("next_due_at").GetDateTimeOffset():HH:mm:ss.ff} UTC",
            _ when view.GetProperty("undelivered").GetInt32() == 0 && view.GetProperty("delivered").GetInt64() > 0 => "all delivered",
            _ => null,
        };
    }

    private void Show(string subscription, string? state)
    {
        if (state is not null && _shown.GetValueOrDefault(subscription) != state)
        {
            _shown[subscription] = state;
            ledger.Say($"state      {subscription}: {state}", "cyan");
        }
    }
}
