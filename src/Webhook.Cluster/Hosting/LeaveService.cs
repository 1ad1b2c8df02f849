using Akka.Actor;

namespace Webhook.Cluster.Hosting;

/// <summary>
/// Leaves the cluster before the HTTP port closes: until the subscriptions are handed off, the port answers that this node
/// is not ready, and turns events away for another node to take.
/// </summary>
internal sealed class LeaveService(IServiceProvider services) : IHostedLifecycleService
{
    private CoordinatedShutdown? _shutdown;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _shutdown = CoordinatedShutdown.Get(services.GetRequiredService<ActorSystem>());
        return Task.CompletedTask;
    }

    // The same run for all who ask: where the node was downed it is under way already, or over.
    public Task StoppingAsync(CancellationToken cancellationToken) =>
        _shutdown?.Run(CoordinatedShutdown.ClrExitReason.Instance) ?? Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
