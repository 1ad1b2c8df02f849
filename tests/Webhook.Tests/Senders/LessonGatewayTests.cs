using System.Text;
using Akka.Actor;
using Webhook.Cluster.Gateway;
using Webhook.Messages;
using Webhook.Tests.Api;

namespace Webhook.Tests.Senders;

public sealed class LessonGatewayTests : IAsyncLifetime
{
    private ApiNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = await ApiNode.StartAsync();
        await _node.CreateAsync("customer-1", "http://127.0.0.1:1/");
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_payload_is_read_for_a_subscription_that_exists_only()
    {
        Assert.Equal((RejectReason.NoSubscription, null), await RejectionAsync("customer-2", "event-1", "{ broken"));
        Assert.Equal((RejectReason.Invalid, ""), await RejectionAsync("customer-1", "event-1", "{ broken"));
    }

    [Theory]
    [InlineData("no/id", "event-1", "subscription_id")]
    [InlineData("_operations", "event-1", "subscription_id")]
    [InlineData("customer-2", "no/id", "event_id")]
    public async Task A_wrong_id_is_told_before_anything_is_looked_up(string subscriptionId, string eventId, string field) =>
        Assert.Equal((RejectReason.Invalid, field), await RejectionAsync(subscriptionId, eventId, "{}"));

    [Theory]
    [InlineData("customer-1")]
    [InlineData("customer-2")]
    public async Task What_is_larger_than_a_payload_may_be_never_waits_for_a_look_up(string subscriptionId)
    {
        var sample = Lessons.Sample(subscriptionId, "event-1");
        var large = sample with { User = sample.User with { CustomFields = new CustomFields().Add("large", new string('x', Limits.PayloadBytes)) } };
        Assert.Equal((RejectReason.TooLarge, ""), await RejectionAsync(subscriptionId, "event-1", Encoding.UTF8.GetString(LessonPayload.Render(large))));
    }

    private async Task<(RejectReason Reason, string? Field)> RejectionAsync(string subscriptionId, string eventId, string payload)
    {
        var gateway = _node.System.ActorSelection($"/user/{LessonGateway.Name}");
        var rejected = await gateway.Ask<Rejected>(new RenderedEvent(subscriptionId, eventId, Encoding.UTF8.GetBytes(payload)), TimeSpan.FromSeconds(30));
        Assert.Equal((subscriptionId, eventId), (rejected.SubscriptionId, rejected.EventId));
        return (rejected.Reason, rejected.Field);
    }
}
