using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions;

namespace Webhook.Tests.Delivery;

public sealed class DelivererTests
{
    private static readonly PostRequest Request = Posting.Request(new Uri("http://host.test/"));

    [Fact]
    public async Task A_POST_beyond_the_cap_begins_when_a_place_is_free()
    {
        using var poster = new HeldPoster();
        using var deliverer = new Deliverer(poster, new PostSlots(1, 1));
        var first = Posting.Begin(deliverer, Request, Posting.Now);
        var second = Posting.Begin(deliverer, Request, Posting.Now);
        await Hosting.Eventually.TrueAsync(() => poster.Begun == 1, "the first began");
        Assert.False(second.Completion.IsCompleted);
        poster.Release();
        Assert.NotNull(await first.Completion);
        poster.Release();
        Assert.NotNull(await second.Completion.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_POST_is_withdrawn_only_before_it_begins()
    {
        using var poster = new HeldPoster();
        using var deliverer = new Deliverer(poster, new PostSlots(1, 1));
        var first = Posting.Begin(deliverer, Request, Posting.Now);
        var second = Posting.Begin(deliverer, Request, Posting.Now);
        Assert.False(first.Post.Withdraw());
        Assert.True(second.Post.Withdraw());
        Assert.Null(await second.Completion);
        poster.Release();
        Assert.NotNull(await first.Completion.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(1, poster.Begun);
    }

    [Fact]
    public async Task A_stop_gives_up_what_is_under_way_with_its_outcome_unknown()
    {
        using var poster = new HeldPoster();
        var deliverer = new Deliverer(poster, new PostSlots(1, 1));
        var post = Posting.Begin(deliverer, Request, Posting.Now);
        deliverer.Dispose();
        Assert.Null(await post.Completion.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private sealed class HeldPoster : IWebhookPoster, IDisposable
    {
        private readonly SemaphoreSlim _released = new(0);
        private int _begun;

        public int Begun => Volatile.Read(ref _begun);

        public void Dispose() => _released.Dispose();

        public void Release() => _released.Release();

        public async Task<PostResult> PostAsync(PostRequest request, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _begun);
            await _released.WaitAsync(cancellation);
            return new PostResult(Outcome.Delivered, 200, null, "", null, false, Posting.Now, TimeSpan.Zero);
        }
    }
}
