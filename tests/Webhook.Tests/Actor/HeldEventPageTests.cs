using Microsoft.Extensions.Logging.Abstractions;
using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Serialization;
using Webhook.Cluster.Telemetry;
using Webhook.Tests.Core.Dsl;
using Webhook.Tests.Secrets;
using Webhook.Tests.Telemetry;

namespace Webhook.Tests.Actor;

public sealed class HeldEventPageTests
{
    /// <summary>The largest frame of remoting is 256,000 bytes; an envelope and addresses need some.</summary>
    private const int FitsAFrame = 250_000;

    [Theory]
    [InlineData(128, 1_000)]
    [InlineData(36, 1_000)]
    [InlineData(5, 7)]
    public void Pages_hold_all_events_once_and_none_is_larger_than_what_passes_between_nodes(int idLength, int limit)
    {
        var lived = Lived.Active();
        lived.Pause();
        var ids = Enumerable.Range(0, 2_000).Select(i => $"{i}".PadLeft(idLength, 'x')).ToList();
        ids.ForEach(id => lived.Accept(id));
        var state = lived.Durable with { Held = ids.Aggregate(lived.Durable.Held, (held, id) => held.Refuse(id, new Wait(Lived.Epoch, Lived.Epoch.AddTicks(1_234_567)))) };
        var seen = new List<string>();
        long? after = 0;
        while (after is { } cursor)
        {
            var page = (EventList)Answering.To(new GetHeldEvents(Lived.Id, Parked: false, cursor, limit), Environment, state, Flight.None, Lived.Epoch);
            Assert.InRange(page.Events.Count, 1, limit);
            Assert.InRange(ClusterRecords.Table.Write(page).Length, 1, FitsAFrame);
            seen.AddRange(page.Events.Select(e => e.EventId));
            after = page.Next;
        }

        Assert.Equal(ids, seen);
    }

    private static SubscriptionEnvironment Environment => new(
        Lived.Standard, TimeSpan.FromDays(3), TimeSpan.FromMinutes(2), "node:4053", null!, Vaults.Shared, new Admission(1), new WebhookMeter(new Measured().Meters),
        new OutcomeLog(NullLogger<OutcomeLog>.Instance, TimeProvider.System), new Setbacks(TimeSpan.FromMinutes(5)), null!, null!, _ => { });
}
