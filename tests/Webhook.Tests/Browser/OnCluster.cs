using Webhook.Tests.Clustering;

namespace Webhook.Tests.Browser;

/// <summary>A window on a real cluster, with an endpoint of every mood behind it.</summary>
public abstract class OnCluster(NodeTrio trio, Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private protected NodeTrio Trio => trio;

    private protected MoodEndpoint Endpoint { get; private set; } = null!;

    private protected Customers Customers { get; private set; } = null!;

    private protected Window Window { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        await trio.MakeWholeAsync();
        Endpoint = await MoodEndpoint.StartAsync();
        Customers = new Customers(trio.Nodes[0]);
        Window = await chromium.OpenAsync(trio.Nodes[0].Setup.Url);
    }

    public async Task DisposeAsync()
    {
        await Window.DisposeAsync();
        await Endpoint.DisposeAsync();
    }
}
