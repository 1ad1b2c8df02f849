namespace Webhook.Harness.Nodes;

/// <summary>The last lines that a process printed, for whoever must say why it failed.</summary>
internal sealed class LastLines
{
    private const int AtMost = 40;

    private readonly Queue<string> _lines = new();

    public void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > AtMost)
            {
                _lines.Dequeue();
            }
        }
    }

    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join('\n', _lines);
        }
    }
}
