using Webhook.Bench.Commands;
using Webhook.Bench.Measuring;
using Webhook.Bench.Running;

namespace Webhook.Bench.Scenarios;

/// <summary>One kind of load.</summary>
internal abstract class Scenario
{
    /// <summary>
    /// Lets one host have all POSTs of a node: in these scenarios it stands for the hosts of all customers, and the cap for each of
    /// them would make a bottleneck of what is none.
    /// </summary>
    protected const string OneHostForAll = "--Webhook:Delivery:MaxInFlightPerHost=256";

    /// <summary>As the command line takes it.</summary>
    public abstract string Name { get; }

    /// <summary>What it shows, in a sentence.</summary>
    public abstract string Description { get; }

    /// <summary>Settings of the nodes that it needs.</summary>
    public virtual IReadOnlyList<string> NodeSettings => [];

    /// <summary>How late the database's answers are to arrive at the nodes.</summary>
    public virtual TimeSpan DatabaseLate => TimeSpan.Zero;

    /// <summary>What comes before the first round: subscriptions, warm-up.</summary>
    public abstract Task PrepareAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation);

    /// <summary>One round.</summary>
    public abstract Task<Figures> RunAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation);
}
