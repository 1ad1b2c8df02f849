using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Webhook.Harness.Waiting;

namespace Webhook.Harness.Nodes;

/// <summary>What is asked of the node over HTTP.</summary>
public sealed partial class NodeProcess
{
    /// <summary>Waits until <c>/healthz/ready</c> says so.</summary>
    /// <exception cref="TimeoutException">It was not ready in time; the message holds what it printed.</exception>
    /// <exception cref="InvalidOperationException">It ended by itself.</exception>
    public Task UntilReadyAsync(TimeSpan atMost, CancellationToken cancellation = default) => Patience.UntilAsync(
        () => HasExited
            ? throw new InvalidOperationException($"The node ended by itself with exit code {ExitCode}; it printed:\n{Output}")
            : IsReadyAsync(cancellation),
        () => $"the node is ready; it printed:\n{Output}",
        atMost,
        cancellation);

    /// <summary>Whether it says that it can take events now.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellation = default)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(TimeSpan.FromSeconds(5));
            using var answer = await Api.GetAsync(new Uri("/healthz/ready", UriKind.Relative), patience.Token);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>Creates or changes a subscription through this node; asked to come again later (503), it does so for a minute.</summary>
    /// <exception cref="InvalidOperationException">The node said no; the message holds its answer.</exception>
    public async Task CreateSubscriptionAsync(string id, string callbackUrl, int maxInFlight = 1, string? authorization = null, string? secret = null) => await UntilTakenAsync(
        () => Api.PutAsJsonAsync($"/v1/subscriptions/{id}", new { callback_url = callbackUrl, max_in_flight = maxInFlight, authorization, secret }));

    /// <summary>What this node says about a subscription; asked to come again later (503), it does so for a minute.</summary>
    /// <exception cref="InvalidOperationException">The node said no; the message holds its answer.</exception>
    public async Task<JsonElement> ReadSubscriptionAsync(string id)
    {
        var text = await UntilTakenAsync(() => Api.GetAsync(new Uri($"/v1/subscriptions/{id}", UriKind.Relative)));
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static async Task<string> UntilTakenAsync(Func<Task<HttpResponseMessage>> call)
    {
        for (var begin = Stopwatch.GetTimestamp(); ;)
        {
            using var answer = await call();
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
            {
                return text;
            }

            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || Stopwatch.GetElapsedTime(begin) > TimeSpan.FromMinutes(1))
            {
                throw new InvalidOperationException($"{(int)answer.StatusCode}: {text}");
            }

            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }
}
