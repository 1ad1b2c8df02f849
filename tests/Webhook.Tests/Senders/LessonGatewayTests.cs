using System.Text;
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Webhook.Cluster.Gateway;
using Webhook.Messages;
using Webhook.Tests.Api;

namespace Webhook.Tests.Senders;

public sealed class LessonGatewayTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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

    [Fact]
    public async Task An_event_sent_after_its_subscription_was_created_does_not_get_the_no_of_a_look_up_that_began_before()
    {
        var gateway = await _node.System.ActorSelection($"/user/{LessonGateway.Name}").ResolveOne(Patience);
        var asked = Inbox.Create(_node.System);
        using var early = new HeldAnswer(_node.Services);
        await early.IsHeld;
        // What is asked for now is put to the database together, once the first answer is let go.
        using var late = new HeldAnswer(_node.Services);
        gateway.Tell(Event("before"), asked.Receiver);
        await RejectionAsync("no/id", "event-1", "{}");
        early.Dispose();
        await late.IsHeld;

        await _node.CreateAsync("customer-2", "http://127.0.0.1:1/");
        gateway.Tell(Event("after"), asked.Receiver);
        await RejectionAsync("no/id", "event-1", "{}");
        late.Dispose();

        var turnedAway = Assert.IsType<Rejected>(asked.Receive(Patience));
        Assert.Equal((RejectReason.NoSubscription, "before"), (turnedAway.Reason, turnedAway.EventId));
        Assert.Equal("after", Assert.IsType<Accepted>(asked.Receive(Patience)).EventId);
    }

    [Fact]
    public void A_payload_that_is_kept_holds_none_of_the_batch_that_it_came_in()
    {
        var message = new byte[1_000];
        var kept = OwnPayload.Of(message.AsMemory(100, 400));
        Assert.True(kept.Span.SequenceEqual(message.AsSpan(100, 400)));
        message[100] = 1;
        Assert.Equal(0, kept.Span[0]);
        Assert.True(OwnPayload.Of(message.AsMemory(100, 600)).Equals(message.AsMemory(100, 600)));
    }

    private static RenderedEvent Event(string eventId) =>
        new("customer-2", eventId, LessonPayload.Render(Lessons.Sample("customer-2", eventId)));

    private async Task<(RejectReason Reason, string? Field)> RejectionAsync(string subscriptionId, string eventId, string payload)
    {
        var gateway = _node.System.ActorSelection($"/user/{LessonGateway.Name}");
        var rejected = await gateway.Ask<Rejected>(new RenderedEvent(subscriptionId, eventId, Encoding.UTF8.GetBytes(payload)), Patience);
        Assert.Equal((subscriptionId, eventId), (rejected.SubscriptionId, rejected.EventId));
        return (rejected.Reason, rejected.Field);
    }

    /// <summary>A look-up whose answer holds up all others, until it is disposed.</summary>
    private sealed class HeldAnswer : IDisposable
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _letGo = new();

        public HeldAnswer(IServiceProvider node) =>
            node.GetRequiredService<KnownSubscriptions>().LookUp(
                "customer-3",
                (_, _) =>
                {
                    _held.SetResult();
                    _letGo.Wait(Patience);
                });

        /// <summary>The database has answered, and nobody has been told.</summary>
        public Task IsHeld => _held.Task.WaitAsync(Patience);

        public void Dispose() => _letGo.Set();
    }
}
