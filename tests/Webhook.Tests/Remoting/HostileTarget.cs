using Akka.Actor;
using Webhook.Tests.Api;

namespace Webhook.Tests.Remoting;

/// <summary>The node that strangers attack, and an endpoint that shows whether it still delivers.</summary>
public sealed class HostileTarget : IAsyncLifetime
{
    public const string Subscription = "hostile-1";

    private ApiNode _node = null!;

    public Address Address => Akka.Cluster.Cluster.Get(_node.System).SelfAddress;

    internal ScriptedEndpoint Endpoint { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Endpoint = await ScriptedEndpoint.StartAsync();
        _node = await ApiNode.StartAsync();
        await _node.CreateAsync(Subscription, Endpoint.Url);
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await Endpoint.DisposeAsync();
    }
}
