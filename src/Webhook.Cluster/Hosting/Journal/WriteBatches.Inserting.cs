namespace Webhook.Cluster.Hosting.Journal;

/// <summary>A batch becomes a statement, and its writes are told what became of them.</summary>
internal sealed partial class WriteBatches
{
    private async Task InsertAsync(IBatchedWrite[] batch)
    {
        if (batch.Length == 0)
        {
            return;
        }

        try
        {
            await _insert([.. batch.SelectMany(w => w.Rows)]).ConfigureAwait(false);
            End(batch, null);
        }
        catch (Exception e) when (batch.Length > 1 && _isOfOne(e))
        {
            // A second writer of one actor: the others are not to suffer from it, and by halves it is found in few statements.
            foreach (var half in batch.Chunk((batch.Length + 1) / 2))
            {
                await InsertAsync(half).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            End(batch, e);
        }
    }

    /// <summary>Beside the next statement, which shall not wait until all were told.</summary>
    private void End(IBatchedWrite[] batch, Exception? failure) => ThreadPool.UnsafeQueueUserWorkItem(
        _ =>
        {
            foreach (var write in batch)
            {
                try
                {
                    write.End(failure);
                }
                catch (Exception e)
                {
                    // Here it would end the process, and keep the others of the batch from their answers.
                    _fault(e);
                }
            }
        },
        null);
}
