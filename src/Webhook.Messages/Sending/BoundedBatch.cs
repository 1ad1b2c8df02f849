namespace Webhook.Messages;

/// <summary>Items that go on together: as many as there are when somebody says so, and before one that would be too much. One thread at a time.</summary>
/// <param name="atMost">A batch has no more items.</param>
/// <param name="bytesAtMost">Nor more bytes, unless one item alone has.</param>
/// <param name="bytesOf">What an item counts.</param>
/// <param name="send">Hands a batch on; the list is its own.</param>
internal sealed class BoundedBatch<T>(int atMost, int bytesAtMost, Func<T, int> bytesOf, Action<IReadOnlyList<T>> send)
{
    private List<T> _items = [];
    private int _bytes;

    /// <summary>Adds <paramref name="item"/>.</summary>
    /// <returns>Whether a batch begins with it.</returns>
    public bool Add(T item)
    {
        var bytes = bytesOf(item);
        if (_items.Count == atMost || _bytes + bytes > bytesAtMost)
        {
            Send();
        }

        _items.Add(item);
        _bytes += bytes;
        return _items.Count == 1;
    }

    /// <summary>Hands on what there is; nothing when that is nothing.</summary>
    public void Send()
    {
        if (_items.Count == 0)
        {
            return;
        }

        (var batch, _items, _bytes) = (_items, [], 0);
        send(batch);
    }
}
