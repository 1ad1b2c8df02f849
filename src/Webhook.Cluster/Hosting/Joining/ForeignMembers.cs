namespace Webhook.Cluster.Hosting.Joining;

/// <summary>
/// Tells members of another cluster from members of this one that died: those were seen lately, too, for a while after
/// they were removed. Only who is still seen after that while must be alive elsewhere.
/// </summary>
internal sealed class ForeignMembers(TimeProvider clock)
{
    private Dictionary<string, long> _since = [];

    /// <summary>Those of <paramref name="strangers"/> that are alive in another cluster.</summary>
    /// <param name="strangers">All that were seen lately and are not of this cluster; ask again and again.</param>
    public IReadOnlyCollection<string> Of(IReadOnlyCollection<string> strangers)
    {
        var now = clock.GetTimestamp();
        _since = strangers.ToDictionary(s => s, s => _since.GetValueOrDefault(s, now), StringComparer.Ordinal);
        return [.. _since.Where(s => clock.GetElapsedTime(s.Value, now) > JoinPlan.Lately).Select(s => s.Key)];
    }
}
