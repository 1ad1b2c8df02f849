using Webhook.Cluster.Subscriptions;

namespace Webhook.Cluster.Delivery;

/// <summary>Makes POSTs, each in a place of its own.</summary>
/// <param name="poster">Makes one POST.</param>
/// <param name="slots">Gives the places.</param>
internal sealed class Deliverer(IWebhookPoster poster, PostSlots slots) : IDeliverer, IDisposable
{
    private readonly CancellationTokenSource _stopped = new();

    /// <inheritdoc />
    public IPendingPost Begin(PostRequest request, DateTimeOffset due, bool slow)
    {
        var post = new PendingPost(this, request);
        post.Place = slots.Enter(request.CallbackUrl.Host, due, slow, post.Run);
        return post;
    }

    /// <summary>Gives up every POST under way; what they came to is then unknown.</summary>
    public void Dispose()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private sealed class PendingPost(Deliverer owner, PostRequest request) : IPendingPost
    {
        /// <summary>Whoever waits for it is told on the thread that ends the POST: the actor only gets a message.</summary>
        private readonly TaskCompletionSource<PostResult?> _completion = new();
        private readonly TaskCompletionSource<Place> _place = new();

        public Place Place
        {
            set => _place.SetResult(value);
        }

        public Task<PostResult?> Completion => _completion.Task;

        public bool Withdraw()
        {
            var withdrawn = owner.Withdraw(_place.Task.Result);
            if (withdrawn)
            {
                _completion.TrySetResult(null);
            }

            return withdrawn;
        }

        /// <summary>On the pool: whoever freed the place must not run somebody else's POST on its own thread.</summary>
        public void Run() => _ = Task.Run(RunAsync);

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
                owner.Leave(await _place.Task);
                _completion.TrySetResult(result);
            }
        }
    }

    private bool Withdraw(Place place) => slots.Withdraw(place);

    private void Leave(Place place) => slots.Leave(place);

    private Task<PostResult> PostAsync(PostRequest request) => poster.PostAsync(request, _stopped.Token);
}
