using System.Diagnostics;

namespace Webhook.Harness.Databases;

/// <summary>Runs a command line tool to its end.</summary>
public static class ToolRun
{
    /// <summary>Runs <paramref name="words"/> and gives what it printed.</summary>
    /// <exception cref="InvalidOperationException">It ended with another exit code than 0; the message holds what it printed.</exception>
    public static async Task<string> OfAsync(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{words[0]} ended with exit code {process.ExitCode}: {output}{await errors}");
    }
}
