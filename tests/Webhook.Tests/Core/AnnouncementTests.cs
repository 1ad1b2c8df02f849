using System.Text;
using System.Text.Json;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Core.Announcing;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Messages;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

public class AnnouncementTests
{
    [Fact]
    public void Each_suspension_is_told_once_and_the_first_delivery_after_them()
    {
        var lived = Told();
        Suspend(lived, "a");
        Suspend(lived, "b");
        lived.Endpoint = _ => End.Ok;
        lived.Resume();
        lived.AcceptAll("c", "d");
        Assert.Equal(["subscription.suspended 1", "subscription.suspended 2", "subscription.recovered 2"], Types(lived).Zip(Data(lived), (type, data) => $"{type} {data.GetProperty("suspensions")}"));
        Assert.Equal(3, lived.Recorded<Announced>().Count);
        Assert.Same(News.None.Outage, lived.Durable.News.Outage);
    }

    [Fact]
    public void A_suspension_is_told_with_host_reason_counts_and_what_happens_next_and_with_nothing_else_of_the_URL()
    {
        var lived = Told();
        lived.Put(url: "https://example.com/hook/token-4711?key=4712", authorization: "Bearer 4713");
        Suspend(lived, "a", "b");
        Assert.Equal(
            """
            {"type":"subscription.suspended","timestamp":"2026-03-01T12:15:00Z","data":{"subscription":"acme","host":"example.com","event":"a","status":500,"reason":"The endpoint answered 500.","attempts":4,"suspended_since":"2026-03-01T12:15:00Z","suspensions":1,"undelivered":2,"parked":0,"next":"Everything is kept and nothing is sent until there is new data, other settings, a resume or a replay."}}
            """,
            Encoding.UTF8.GetString(lived.HandedOver.Single().Payload.Span));
    }

    [Fact]
    public void An_event_that_is_parked_is_told()
    {
        var lived = Told();
        lived.Endpoint = _ => End.Refused;
        lived.Accept("a");
        lived.Minutes(15);
        Assert.Equal(["event.parked"], Types(lived));
        var data = Data(lived).Single();
        Assert.Equal(("a", 422, 4, 1), (data.GetProperty("event").GetString(), data.GetProperty("status").GetInt32(), data.GetProperty("attempts").GetInt32(), data.GetProperty("parked").GetInt32()));
    }

    [Fact]
    public void Nearly_full_is_told_at_80_percent_and_not_again_until_it_fell_below_50()
    {
        var lived = Told(Lived.Standard with { HeldEvents = 10 });
        lived.Pause();
        lived.AcceptAll("1", "2", "3", "4", "5", "6", "7");
        Assert.Empty(lived.HandedOver);
        lived.AcceptAll("8", "9");
        Assert.Equal(["subscription.nearly_full"], Types(lived));
        foreach (var dropped in new[] { "1", "2", "3", "4" })
        {
            lived.Drop(dropped);
        }

        lived.AcceptAll("10", "11", "12");
        Assert.Single(lived.HandedOver);
        lived.Endpoint = _ => End.Ok;
        lived.Resume();
        lived.Pause();
        lived.AcceptAll("13", "14", "15", "16", "17", "18", "19", "20");
        Assert.Equal(2, lived.HandedOver.Count);
        Assert.Equal(10, Data(lived).First().GetProperty("events_limit").GetInt32());
    }

    [Fact]
    public void Nearly_full_counts_bytes_too()
    {
        var lived = Told();
        lived.Pause();
        var payload = new byte[Limits.PayloadBytes];
        for (var i = 1; i <= 204; i++)
        {
            lived.Accept($"{i}", payload);
        }

        Assert.Empty(lived.HandedOver);
        lived.Accept("205", payload);
        Assert.Equal((205L * Limits.PayloadBytes, 16L * 1024 * 1024), (Data(lived).Single().GetProperty("bytes").GetInt64(), Data(lived).Single().GetProperty("bytes_limit").GetInt64()));
    }

    [Fact]
    public void Without_an_answer_it_is_handed_over_again_under_the_same_id_after_growing_waits_and_after_a_crash()
    {
        var lived = Told();
        lived.Operators = _ => null;
        Suspend(lived, "a");
        Assert.Single(lived.HandedOver);
        lived.Seconds(1);
        Assert.Equal(2, lived.HandedOver.Count);
        lived.Seconds(1);
        Assert.Equal(2, lived.HandedOver.Count);
        lived.Operators = Lived.Overloaded;
        lived.Seconds(1);
        Assert.Equal(3, lived.HandedOver.Count);
        lived.Operators = Lived.Taken;
        lived.Restart();
        Assert.Equal(4, lived.HandedOver.Count);
        Assert.Single(lived.HandedOver.DistinctBy(h => (h.EventId, Convert.ToHexString(h.Payload.Span))));
        lived.Restart();
        lived.Minutes(60);
        Assert.Equal(4, lived.HandedOver.Count);
    }

    [Fact]
    public void Where_operators_have_no_subscription_nothing_is_recorded_and_nothing_is_left_to_do()
    {
        var lived = Lived.Suspended();
        Assert.Single(lived.HandedOver);
        Assert.Empty(lived.Recorded<Announced>());
        Assert.False(lived.HasNews);
        lived.Minutes(60);
        Assert.Single(lived.HandedOver);
    }

    [Fact]
    public void Only_the_newest_64_wait()
    {
        var lived = Lived.Active(policy: Lived.Standard with { Retries = 0 });
        lived.Operators = _ => null;
        lived.Endpoint = _ => End.Broken;
        lived.Accept("a");
        for (var i = 1; i < 70; i++)
        {
            lived.Resume();
        }

        Assert.Equal(64, lived.Durable.News.Waiting.Length);
        Assert.Equal(70, lived.Durable.News.Waiting[^1].Outage!.Suspensions);
    }

    private static Lived Told(DeliveryPolicy? policy = null)
    {
        var lived = Lived.Active(policy: policy);
        lived.Operators = Lived.Taken;
        return lived;
    }

    private static void Suspend(Lived lived, params string[] eventIds)
    {
        lived.Endpoint = _ => End.Broken;
        lived.AcceptAll(eventIds);
        lived.Minutes(15);
        Assert.Equal(Phase.Suspended, lived.Phase);
    }

    private static IEnumerable<string> Types(Lived lived) => lived.HandedOver.Select(h => Body(h.Payload).GetProperty("type").GetString()!);

    private static IEnumerable<JsonElement> Data(Lived lived) => lived.HandedOver.Select(h => Body(h.Payload).GetProperty("data"));

    private static JsonElement Body(ReadOnlyMemory<byte> payload) => JsonSerializer.Deserialize<JsonElement>(payload.Span);
}
