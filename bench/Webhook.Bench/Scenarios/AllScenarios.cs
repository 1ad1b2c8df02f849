namespace Webhook.Bench.Scenarios;

/// <summary>What can be measured.</summary>
internal static class AllScenarios
{
    public static readonly IReadOnlyList<Scenario> List =
    [
        new Throughput("many", "1,000 subscriptions, in order", 1_000, maxInFlight: 1, inFlight: 4_000),
        new Throughput("few", "10 busy subscriptions, eight POSTs in flight each", 10, maxInFlight: 8, inFlight: 1_000),
        new Throughput("late-database", "as many, on a database that answers 20 ms late", 1_000, 1, 4_000, TimeSpan.FromMilliseconds(20)),
        new Cold(),
        new Latency(),
        new Unknown(),
        new Hanging(1),
        new Hanging(200),
        new Attack(),
        new Outage("outage", "1,000 subscriptions hold 100,000 events when their endpoint comes back", 1_000, 100_000, TimeSpan.FromSeconds(60)),
        new Outage("retries", "50,000 subscriptions of one host, whose retries fall due all at once", 50_000, 50_000, TimeSpan.FromMinutes(3)),
        new Scale(),
        new Memory(),
    ];
}
