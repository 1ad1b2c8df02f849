using System.CommandLine;

namespace Webhook.Cluster.Operations;

/// <summary><c>subscription list | show | set | cancel | pause | resume | replay | test | link</c>.</summary>
internal static class SubscriptionCommands
{
    private static readonly Argument<string> Id = new("id") { Description = "The subscription's id" };

    public static Command Create() => new("subscription", "Look at subscriptions and steer them")
    {
        List(), Show(), SubscriptionSetCommand.Create(), Cancel(),
        Steer("pause", "Hold by hand: accept and queue, send nothing"),
        Steer("resume", "Try now, with a fresh budget"),
        Replay(), Test(), Link(),
    };

    private static Command List()
    {
        var phase = new Option<string?>("--phase") { Description = "Only this phase; Idle stands for Idle and Delivering" };
        var after = new Option<string?>("--after") { Description = "Start after this id" };
        var limit = new Option<int>("--limit") { Description = "At most this many", DefaultValueFactory = _ => 100 };
        var command = new Command("list", "List subscriptions by id") { phase, after, limit };
        command.SetAction(parsed => ApiConnection.RunAsync(
            parsed,
            api => api.GetAsync($"/v1/subscriptions?limit={parsed.GetValue(limit)}"
                + Query("phase", parsed.GetValue(phase)) + Query("after", parsed.GetValue(after))),
            Screen.SubscriptionList));
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "Show a subscription with its latest attempts") { Id };
        command.SetAction(parsed => ApiConnection.RunAsync(
            parsed,
            async api =>
            {
                var path = PathOf(parsed);
                Screen.Subscription(await api.GetAsync(path));
                return await api.GetAsync($"{path}/attempts");
            },
            Screen.Attempts));
        return command;
    }

    private static Command Cancel()
    {
        var command = new Command("cancel", "Cancel; what is held stays readable") { Id };
        command.SetAction(parsed => ApiConnection.RunAsync(parsed, api => api.DeleteAsync(PathOf(parsed)), Screen.Subscription));
        return command;
    }

    private static Command Steer(string verb, string description)
    {
        var command = new Command(verb, description) { Id };
        command.SetAction(parsed => ApiConnection.RunAsync(parsed, api => api.PostAsync($"{PathOf(parsed)}/{verb}"), Screen.Subscription));
        return command;
    }

    private static Command Replay()
    {
        var events = new Option<string[]>("--event") { Description = "An event's id; may be given several times" };
        var all = new Option<bool>("--all") { Description = "All that are parked" };
        var since = new Option<string?>("--since") { Description = "From this time on, ISO 8601 with an offset; delivered ones too" };
        var until = new Option<string?>("--until") { Description = "Before this time" };
        var command = new Command("replay", "Queue events again: --event, --all, or --since with --until") { Id, events, all, since, until };
        command.SetAction(parsed =>
        {
            var body = new Dictionary<string, object>();
            Add(body, "events", parsed.GetValue(events) is { Length: > 0 } ids ? ids : null);
            Add(body, "all", parsed.GetValue(all) ? true : null);
            Add(body, "since", parsed.GetValue(since));
            Add(body, "until", parsed.GetValue(until));
            return ApiConnection.RunAsync(parsed, api => api.PostAsync($"{PathOf(parsed)}/replay", body), Screen.Fields);
        });
        return command;
    }

    private static Command Test()
    {
        var command = new Command("test", "POST a sample payload and report the outcome; exit code 1 unless it was delivered") { Id };
        command.SetAction(async parsed =>
        {
            var delivered = false;
            var code = await ApiConnection.RunAsync(parsed, api => api.PostAsync($"{PathOf(parsed)}/test"), answer =>
            {
                delivered = answer.GetProperty("outcome").GetString() == "Delivered";
                Screen.Fields(answer);
            });
            return code == 0 && delivered ? 0 : 1;
        });
        return command;
    }

    private static Command Link()
    {
        var validFor = new Option<string?>("--valid-for") { Description = "How long, as [days.]hours:minutes:seconds; 7.00:00:00 by default, 30.00:00:00 at most" };
        var command = new Command("link", "Make a link that opens this one subscription to its customer; whoever has it has the customer's rights") { Id, validFor };
        command.SetAction(parsed => ApiConnection.RunAsync(
            parsed, api => api.PostAsync($"{PathOf(parsed)}/link", new { valid_for = parsed.GetValue(validFor) }), Screen.Lines));
        return command;
    }

    private static string PathOf(ParseResult parsed) => $"/v1/subscriptions/{Uri.EscapeDataString(parsed.GetRequiredValue(Id))}";

    private static string Query(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    private static void Add(Dictionary<string, object> body, string name, object? value)
    {
        if (value is not null)
        {
            body[name] = value;
        }
    }
}
