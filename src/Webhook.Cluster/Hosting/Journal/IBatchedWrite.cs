namespace Webhook.Cluster.Hosting.Journal;

/// <summary>Rows of one actor that are written together or not at all, in a statement with those of others.</summary>
internal interface IBatchedWrite
{
    /// <summary>In order.</summary>
    IReadOnlyList<RecordRow> Rows { get; }

    /// <summary>Called once, most often on the pool: the rows are durable, or <paramref name="failure"/> says why they are not.</summary>
    void End(Exception? failure);
}
