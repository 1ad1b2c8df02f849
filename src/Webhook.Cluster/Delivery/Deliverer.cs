using Webhook.Cluster.Subscriptions;

namespace Webhook.Cluster.Delivery;

/// <summary>Makes POSTs, each in a place of its own.</summary>
/// <param name="poster">Makes one POST.</param>
/// <param name="slots">Gives the places.</param>
internal sealed class Deliverer(IWebhookPoster poster, PostSlots slots) : IDeliverer, IDisposable
{
    private readonly CancellationTokenSource _stopped = new();

    /// <inheritdoc />
    public IPendingPost Begin(PostRequest request, DateTimeOffset due, bool slow, Action<PostResult?> ended)
    {
        var post = new PendingPost(this, request, ended);
        post.Place = slots.Enter(request.CallbackUrl.Host, due, slow, post.Run);
        return post;
    }

    /// <summary>Gives up every POST under way; what they came to is then unknown.</summary>
    public void Dispose()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private sealed class PendingPost(Deliverer owner, PostRequest request, Action<PostResult?> ended) : IPendingPost, IThreadPoolWorkItem
    {
        private Place? _given;

        /// <summary>For whoever asked; a POST that has begun knows its place from being given it.</summary>
        public Place? Place { get; set; }

        public bool Withdraw()
        {
            var withdrawn = owner.Withdraw(Place!);
            if (withdrawn)
            {
                ended(null);
            }

            return withdrawn;
        }

        /// <summary>On the pool: whoever freed the place must not run somebody else's POST on its own thread.</summary>
        public void Run(Place given)
        {
            _given = given;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }

        public void Execute() => _ = RunAsync();

        private async Task RunAsync()
        {
            PostResult? result = null;
            try
            {
                result = await owner.PostAsync(request);
            }
            catch (OperationCanceledException)
            {
                // The node stops: nobody knows how this POST ended, and it is made again.
            }
            finally
            {
                owner.Leave(_given!);
                ended(result);
            }
        }
    }

    private bool Withdraw(Place place) => slots.Withdraw(place);

    private void Leave(Place place) => slots.Leave(place);

    private Task<PostResult> PostAsync(PostRequest request) => poster.PostAsync(request, _stopped.Token);
}
