using System.Diagnostics;
using Spectre.Console;

namespace Webhook.Chaos.Report;

/// <summary>Says what happens as it happens, with the time since the start.</summary>
internal sealed class Progress
{
    /// <summary>The widest table's.</summary>
    private const int Width = 140;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _screen = new();

    public Progress()
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = Width;
        }
    }

    public void Say(string text, string color = "default")
    {
        lock (_screen)
        {
            AnsiConsole.MarkupLine($"[grey]{_watch.Elapsed.TotalSeconds,7:0.0} s[/]  [{color}]{Markup.Escape(text)}[/]");
        }
    }
}
