using System.Diagnostics;
using Webhook.Cluster.Hosting;

namespace Webhook.Tests.Operations;

/// <summary>A command as operators run it: a process of its own.</summary>
internal static class Cli
{
    /// <summary>Runs the command; its exit code and what it printed.</summary>
    public static Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) =>
        RunProgramAsync("dotnet", Environment.CurrentDirectory, [typeof(Node).Assembly.Location, .. arguments]);

    /// <summary>The same with <paramref name="input"/> on its standard input.</summary>
    public static Task<(int Code, string Output, string Error)> RunWithInputAsync(string input, params string[] arguments) =>
        RunProgramAsync("dotnet", Environment.CurrentDirectory, input, [typeof(Node).Assembly.Location, .. arguments]);

    /// <summary>Runs any program to its end, for at most two minutes.</summary>
    public static Task<(int Code, string Output, string Error)> RunProgramAsync(string program, string folder, params string[] arguments) =>
        RunProgramAsync(program, folder, input: "", arguments);

    private static async Task<(int Code, string Output, string Error)> RunProgramAsync(string program, string folder, string input, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within two minutes.");
        }

        return (process.ExitCode, await output, await error);
    }
}
