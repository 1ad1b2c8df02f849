using System.Diagnostics;
using System.Net;

namespace Webhook.Chaos.Ledger;

/// <summary>Starts a sender process, ends it, and reads its ledger.</summary>
internal sealed class SenderProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _ledger;

    private SenderProcess(Process process, string ledger)
    {
        _process = process;
        _ledger = ledger;
    }

    public static SenderProcess Start(IEnumerable<string> contacts, IEnumerable<string> subscriptions, IPAddress host, string ledger, TimeSpan every)
    {
        string[] arguments =
        [
            typeof(SenderProcess).Assembly.Location, SenderCommand.Name, "--host", $"{host}", "--ledger", ledger,
            "--every-ms", $"{every.TotalMilliseconds:0}", "--contact", .. contacts, "--subscription", .. subscriptions,
        ];
        // What it logs of lost connections would hide the run's own lines.
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        return new SenderProcess(process, ledger);
    }

    /// <summary>Asks it to end; false when it had not done so in time: an event got no receipt.</summary>
    public async Task<bool> EndAsync(TimeSpan atMost)
    {
        using var patience = new CancellationTokenSource(atMost);
        try
        {
            await _process.StandardInput.WriteLineAsync("end");
            await _process.StandardInput.FlushAsync(patience.Token);
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode == 0;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    /// <summary>The ledger so far.</summary>
    public IEnumerable<LedgerEntry> Read() => File.Exists(_ledger)
        ? File.ReadLines(_ledger).Select(LedgerEntry.Parse).OfType<LedgerEntry>()
        : [];

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
