using System.Text.Json;
using Spectre.Console;

namespace Webhook.Cluster.Operations;

/// <summary>Prints the API's answers for people.</summary>
internal static class Screen
{
    private const int WidthWithoutTerminal = 200;

    /// <summary>Sees to it that lines are not broken where nobody looks at a terminal, as in a file or a pipe.</summary>
    public static void Prepare()
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WidthWithoutTerminal;
        }
    }

    /// <summary>A page of the list.</summary>
    public static void SubscriptionList(JsonElement page)
    {
        var rows = page.GetProperty("subscriptions").EnumerateArray().ToList();
        Rows(rows, "id", "host", "phase", "undelivered", "parked", "due_at");
        if (page.GetProperty("next").GetString() is { } next)
        {
            AnsiConsole.WriteLine($"More with --after {next}");
        }
    }

    /// <summary>One subscription, the retry state in a sentence.</summary>
    public static void Subscription(JsonElement subscription)
    {
        var grid = Grid();
        foreach (var field in subscription.EnumerateObject().Where(f => f.Name != "retry"))
        {
            Add(grid, field.Name, Text(field.Value));
        }

        var retry = subscription.GetProperty("retry");
        if (retry.ValueKind == JsonValueKind.Object)
        {
            var due = Text(retry.GetProperty("due_at"));
            Add(grid, "retry", $"{Text(retry.GetProperty("number"))} of {Text(retry.GetProperty("of"))}{(due.Length == 0 ? "" : $", due {due}")}");
            Add(grid, "last_error", Text(retry.GetProperty("last_error")));
        }

        AnsiConsole.Write(grid);
    }

    /// <summary>The latest attempts.</summary>
    public static void Attempts(JsonElement list) =>
        Rows(list.GetProperty("attempts").EnumerateArray().ToList(), "started_at", "event_id", "outcome", "status", "duration_ms", "error", "excerpt");

    /// <summary>A flat answer, a line for each field.</summary>
    public static void Fields(JsonElement answer)
    {
        var grid = Grid();
        foreach (var field in answer.EnumerateObject())
        {
            Add(grid, field.Name, Text(field.Value));
        }

        AnsiConsole.Write(grid);
    }

    /// <summary>A flat answer with values to be copied, which no table may break over lines.</summary>
    public static void Lines(JsonElement answer)
    {
        foreach (var field in answer.EnumerateObject())
        {
            Console.WriteLine($"{field.Name}  {Text(field.Value)}");
        }
    }

    private static void Rows(List<JsonElement> rows, params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns(columns);
        foreach (var row in rows)
        {
            table.AddRow(columns.Select(c => Markup.Escape(Text(row.GetProperty(c)))).ToArray());
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{rows.Count} shown");
    }

    private static Grid Grid() => new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();

    private static void Add(Grid grid, string name, string value) => grid.AddRow(Markup.Escape(name), Markup.Escape(value));

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
