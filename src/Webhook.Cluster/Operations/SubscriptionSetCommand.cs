using System.CommandLine;

namespace Webhook.Cluster.Operations;

/// <summary><c>subscription set ID</c>: create a subscription or change its settings.</summary>
internal static class SubscriptionSetCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "The subscription's id" };
        var callback = new Option<string?>("--callback-url") { Description = "Absolute https URL" };
        var authorization = new Option<string?>("--authorization")
        {
            Description = "Value of the Authorization header; \"\" removes it, - reads it from standard input, so that no process list shows it",
        };
        var width = new Option<int?>("--max-in-flight") { Description = "1 keeps order; 2 to 32 gives it up for speed" };
        var secret = new Option<string?>("--secret") { Description = "Signing secret whsec_…; \"\" removes it, - reads it from standard input" };
        var discard = new Option<bool>("--discard") { Description = "Agree to lose what a cancelled subscription still holds" };
        var command = new Command("set", "Create a subscription or change its settings; what is not given stays") { id, callback, authorization, width, secret, discard };
        command.SetAction(parsed =>
        {
            if (!HiddenValue.TryRead(parsed, authorization, out var header) || !HiddenValue.TryRead(parsed, secret, out var signing))
            {
                return Task.FromResult(1);
            }

            var body = new Dictionary<string, object>();
            Add(body, "callback_url", parsed.GetValue(callback));
            Add(body, "authorization", header);
            Add(body, "max_in_flight", parsed.GetValue(width));
            Add(body, "secret", signing);
            var query = parsed.GetValue(discard) ? "?discard=true" : "";
            return ApiConnection.RunAsync(
                parsed, api => api.PutAsync($"/v1/subscriptions/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}{query}", body), Screen.Subscription);
        });
        return command;
    }

    private static void Add(Dictionary<string, object> body, string name, object? value)
    {
        if (value is not null)
        {
            body[name] = value;
        }
    }
}
