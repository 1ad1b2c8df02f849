using System.IO.MemoryMappedFiles;

namespace Webhook.Bench.Measuring;

/// <summary>
/// A time for each event of a run, in ticks of the machine's monotonic clock, which all processes share. One process writes,
/// others read while it does: a file in memory costs the measured processes nothing that a message would.
/// </summary>
internal sealed unsafe class TimesFile : IDisposable
{
    private const int Header = 4;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long* _words;

    private TimesFile(string path, FileMode mode, long events)
    {
        Events = events;
        _file = MemoryMappedFile.CreateFromFile(path, mode, null, mode == FileMode.CreateNew ? (Header + events) * sizeof(long) : 0);
        _view = _file.CreateViewAccessor();
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _words = (long*)start;
    }

    /// <summary>How many events the file has room for.</summary>
    public long Events { get; }

    /// <summary>How many events have a time.</summary>
    public long Distinct => Volatile.Read(ref _words[0]);

    /// <summary>How many times were noted for an event that had one.</summary>
    public long Again => Volatile.Read(ref _words[1]);

    /// <summary>Whether the endpoint at <see cref="Processes.EndpointPaths.Gated"/> answers 200; it answers 500 before.</summary>
    public bool IsOpen
    {
        get => Volatile.Read(ref _words[2]) != 0;
        set => Volatile.Write(ref _words[2], value ? 1 : 0);
    }

    public static TimesFile Create(string path, long events) => new(path, FileMode.CreateNew, events);

    public static TimesFile Open(string path) => new(path, FileMode.Open, (new FileInfo(path).Length / sizeof(long)) - Header);

    /// <summary>The time of event <paramref name="number"/>; 0 when there is none.</summary>
    public long At(long number) => Volatile.Read(ref Word(number));

    /// <summary>Notes the first time of event <paramref name="number"/>.</summary>
    public void Note(long number, long time)
    {
        Interlocked.Increment(ref Interlocked.CompareExchange(ref Word(number), time, 0) == 0 ? ref _words[0] : ref _words[1]);
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private ref long Word(long number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)number, (ulong)Events);
        return ref _words[Header + number];
    }
}
