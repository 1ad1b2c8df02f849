namespace Webhook.Cluster.Gateway;

/// <summary>One read answers all that wait.</summary>
public sealed partial class KnownSubscriptions
{
    private const int BatchSize = 1_000;

    /// <summary>From so many in a read on, more are expected at once.</summary>
    private const int BusyFrom = 50;

    /// <summary>How long the next read then waits for more: it costs as much as dozens of ids. With less to do nothing waits.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(4);

    private async Task PumpAsync()
    {
        var batch = new List<Lookup>(BatchSize);
        var isBusy = false;
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false))
            {
                if (isBusy)
                {
                    await Task.Delay(Linger, _stop.Token).ConfigureAwait(false);
                }

                while (batch.Count < BatchSize && _waiting.Reader.TryRead(out var lookup))
                {
                    if (!lookup.CancellationToken.IsCancellationRequested)
                    {
                        batch.Add(lookup);
                    }
                }

                await AnswerAsync(batch).ConfigureAwait(false);
                isBusy = batch.Count >= BusyFrom;
                batch.Clear();
            }
        }
        catch (OperationCanceledException)
        {
        }

        while (_waiting.Reader.TryRead(out var lookup))
        {
            lookup.Answered(false, new OperationCanceledException("The node is stopping."));
        }
    }

    private async Task AnswerAsync(List<Lookup> batch)
    {
        HashSet<string> existing;
        try
        {
            existing = await ExistingActors.OfAsync(_database, [.. batch.Select(l => l.PersistenceId).Distinct(StringComparer.Ordinal)], _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            batch.ForEach(l => l.Answered(false, e));
            return;
        }

        foreach (var lookup in batch)
        {
            var exists = existing.Contains(lookup.PersistenceId);
            if (exists)
            {
                _known.Add(lookup.Id);
            }

            lookup.Answered(exists, null);
        }
    }
}
