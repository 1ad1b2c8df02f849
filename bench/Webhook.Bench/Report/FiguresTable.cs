using System.Globalization;
using Spectre.Console;
using Webhook.Bench.Measuring;

namespace Webhook.Bench.Report;

/// <summary>Prints figures.</summary>
internal static class FiguresTable
{
    public static void Print(IReadOnlyList<Figures> rounds)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("what", "median", "least", "most");
        table.Columns.Skip(1).ToList().ForEach(c => c.RightAligned());
        foreach (var (name, median, least, most) in Figures.MediansOf(rounds))
        {
            table.AddRow(Markup.Escape(name), Text(median), Text(least), Text(most));
        }

        AnsiConsole.Write(table);
    }

    /// <summary>A round's rates and ratios in a line.</summary>
    public static string Line(Figures figures) => string.Join(", ", figures.Values
        .Where(f => !f.Key.StartsWith("peak", StringComparison.Ordinal) && !f.Key.StartsWith("CPU s", StringComparison.Ordinal))
        .Select(f => $"{f.Key} {Text(f.Value)}"));

    private static string Text(double value) => Math.Abs(value) switch
    {
        >= 1_000 => value.ToString("#,##0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0###", CultureInfo.InvariantCulture),
    };
}
