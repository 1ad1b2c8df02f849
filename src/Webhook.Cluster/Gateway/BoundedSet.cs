using System.Collections.Concurrent;

namespace Webhook.Cluster.Gateway;

/// <summary>A set that forgets its oldest entries when it is full. Safe for many threads.</summary>
internal sealed class BoundedSet(int capacity)
{
    private readonly ConcurrentDictionary<string, byte> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _byAge = new();

    public int Count => _entries.Count;

    public bool Contains(string entry) => _entries.ContainsKey(entry);

    public void Add(string entry)
    {
        if (!_entries.TryAdd(entry, 0))
        {
            return;
        }

        _byAge.Enqueue(entry);
        while (_byAge.Count > capacity && _byAge.TryDequeue(out var oldest))
        {
            _entries.TryRemove(oldest, out _);
        }
    }
}
