using System.CommandLine;

namespace Webhook.Cluster.Operations.Sample;

/// <summary>Creates the sample sender's subscription.</summary>
internal static class SampleSubscription
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Null when the subscription is there; else why the node does not take it. Waits for a node that is not up yet.</summary>
    public static async Task<string?> CreateAsync(ParseResult parsed, string id, string callbackUrl, CancellationToken cancellation)
    {
        var url = parsed.GetRequiredValue(CommandLine.Url);
        using var api = new ApiConnection(url, parsed.GetValue(CommandLine.Key));
        while (true)
        {
            try
            {
                await api.PutAsync($"/v1/subscriptions/{Uri.EscapeDataString(id)}", new { callback_url = callbackUrl });
                return null;
            }
            catch (HttpRequestException e)
            {
                Console.WriteLine($"{url} does not answer yet: {e.Message}");
            }
            catch (ApiException e) when (e.IsTemporary)
            {
                Console.WriteLine(e.Message);
            }
            catch (ApiException e)
            {
                return e.Message;
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
