using System.Globalization;

namespace Webhook.Bench.Measuring;

/// <summary>CPU time and memory of a process and all that it started, from <c>/proc</c>.</summary>
/// <param name="CpuSeconds">User and system time, children that have ended included.</param>
/// <param name="PeakBytes">Sum of the peaks of resident memory of those that live.</param>
internal sealed record ProcessCost(double CpuSeconds, long PeakBytes)
{
    // USER_HZ, which is 100 on every Linux that runs .NET.
    private const double TicksPerSecond = 100;

    public static ProcessCost Of(int processId)
    {
        var children = ChildrenByParent();
        var (cpu, peak) = (0.0, 0L);
        var waiting = new Queue<int>([processId]);
        while (waiting.TryDequeue(out var id))
        {
            cpu += CpuOf(id);
            peak += PeakOf(id);
            foreach (var child in children.GetValueOrDefault(id, []))
            {
                waiting.Enqueue(child);
            }
        }

        return new ProcessCost(cpu, peak);
    }

    private static Dictionary<int, List<int>> ChildrenByParent()
    {
        var children = new Dictionary<int, List<int>>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && FieldsOf(id) is { } fields)
            {
                var parent = int.Parse(fields[1], CultureInfo.InvariantCulture);
                (children.TryGetValue(parent, out var list) ? list : children[parent] = []).Add(id);
            }
        }

        return children;
    }

    /// <summary>Fields 14 to 17 of <c>stat</c> (proc(5)): user and system time, its own and of children waited for.</summary>
    private static double CpuOf(int id) =>
        FieldsOf(id) is { } fields ? fields[11..15].Sum(f => double.Parse(f, CultureInfo.InvariantCulture)) / TicksPerSecond : 0;

    private static long PeakOf(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>The fields behind the name, which may hold anything; the first is the state. Null when the process is gone.</summary>
    private static string[]? FieldsOf(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
