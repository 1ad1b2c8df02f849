using System.Text.Json;
using Webhook.Bench.Commands;
using Webhook.Bench.Measuring;

namespace Webhook.Bench.Report;

/// <summary>Writes all rounds to a file, with what the run was told; null stands for the scenario's own number.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(string path, BenchSettings settings, IReadOnlyList<Figures> rounds, CancellationToken cancellation)
    {
        await using var file = File.Create(path);
        var result = new
        {
            settings.Scenario,
            Database = settings.Database.ToString(),
            settings.Nodes,
            settings.Events,
            settings.Subscriptions,
            settings.InFlight,
            At = DateTimeOffset.UtcNow,
            Cores = Environment.ProcessorCount,
            Rounds = rounds.Select(r => r.Values.ToDictionary(v => v.Key, v => (double?)(double.IsFinite(v.Value) ? v.Value : null))),
        };
        await JsonSerializer.SerializeAsync(file, result, Readable, cancellation);
    }
}
