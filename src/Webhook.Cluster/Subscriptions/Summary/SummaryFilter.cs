namespace Webhook.Cluster.Subscriptions.Summary;

/// <summary>Which rows of the summary table are meant.</summary>
/// <param name="Phase">Only this phase, as the table has it; null for all.</param>
/// <param name="Text">Only where the id or the host has this in it, in whatever case; null or blank for all.</param>
/// <param name="WithParked">Only those that hold parked events.</param>
/// <param name="HeldFrom">Only those that hold so many events, or more, and still take some: a cancelled one takes none, whatever it holds.</param>
public sealed record SummaryFilter(string? Phase = null, string? Text = null, bool WithParked = false, int HeldFrom = 0)
{
    /// <summary>Those of <paramref name="rows"/> that are meant.</summary>
    internal IQueryable<SummaryRecord> Of(IQueryable<SummaryRecord> rows)
    {
        if (Phase is not null)
        {
            rows = rows.Where(r => r.Phase == Phase);
        }

        if (WithParked)
        {
            rows = rows.Where(r => r.Parked > 0);
        }

        if (HeldFrom > 0)
        {
            rows = rows.Where(r => r.Undelivered + r.Parked >= HeldFrom && r.Phase != nameof(Core.Phase.Cancelled));
        }

        var text = Text?.Trim();
        return string.IsNullOrEmpty(text)
            ? rows
            : rows.Where(r => r.Id.Contains(text, StringComparison.OrdinalIgnoreCase) || r.Host.Contains(text, StringComparison.OrdinalIgnoreCase));
    }
}
