using Microsoft.Extensions.ObjectPool;

namespace Webhook.Cluster.Delivery;

/// <summary>Deadlines are used again, unless one has passed: each would else be made, with a timer, for every POST.</summary>
internal sealed class DeadlinePolicy : PooledObjectPolicy<CancellationTokenSource>
{
    /// <inheritdoc />
    public override CancellationTokenSource Create() => new();

    /// <inheritdoc />
    public override bool Return(CancellationTokenSource obj) => obj.TryReset();
}
