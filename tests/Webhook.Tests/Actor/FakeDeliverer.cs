using System.Collections.Concurrent;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Tests.Actor;

/// <summary>Stands in for HTTP in the actor's own specs: keeps each POST until the test says how it ended.</summary>
internal sealed class FakeDeliverer(Func<DateTimeOffset> now) : IDeliverer
{
    private readonly BlockingCollection<Post> _posts = [];

    public IPendingPost Begin(PostRequest request, DateTimeOffset due, bool slow, Action<PostResult?> ended)
    {
        var post = new Post(request, due, slow, now, ended) { IsQueued = !HasPlaces };
        _posts.Add(post);
        return post;
    }

    /// <summary>Whether POSTs begin; else they wait for a place.</summary>
    public bool HasPlaces { get; set; } = true;

    /// <summary>The next POST; fails when none begins.</summary>
    public Post Next() => _posts.TryTake(out var post, TimeSpan.FromSeconds(10)) ? post : throw new TimeoutException("A POST was expected; none began within 10 s.");

    /// <summary>How many POSTs began that the test has not looked at.</summary>
    public int Unseen => _posts.Count;

    internal sealed class Post(PostRequest request, DateTimeOffset due, bool slow, Func<DateTimeOffset> now, Action<PostResult?> ended) : IPendingPost
    {
        private readonly DateTimeOffset _startedAt = now();

        public PostRequest Request { get; } = request;

        public DateTimeOffset Due { get; } = due;

        public bool Slow { get; } = slow;

        public bool IsQueued { get; init; }

        public bool IsWithdrawn { get; private set; }

        public DateTimeOffset StartedAt => _startedAt;

        public bool Withdraw()
        {
            if (!IsQueued || IsWithdrawn)
            {
                return IsQueued;
            }

            IsWithdrawn = true;
            ended(null);
            return true;
        }

        public void Answer(int status, TimeSpan? retryAfter = null) => ended(
            new PostResult(OutcomeRules.Of(status), status, null, "", retryAfter, false, _startedAt, now() - _startedAt));
    }
}
