namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>The part of the pool's connections that one kind of work may hold at a time, so that the journal's writes find some left.</summary>
/// <param name="connections">How many.</param>
internal sealed class ConnectionShare(int connections) : SemaphoreSlim(connections)
{
    /// <summary>Waits until one of them is free; it is again once what this gives is disposed.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken = default)
    {
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Taken(this);
    }

    private sealed class Taken(ConnectionShare share) : IDisposable
    {
        public void Dispose() => share.Release();
    }
}
