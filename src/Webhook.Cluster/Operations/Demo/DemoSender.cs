using System.Diagnostics;

namespace Webhook.Cluster.Operations.Demo;

/// <summary>Starts the sender process and talks to it by lines.</summary>
internal sealed class DemoSender : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DemoLedger _ledger;
    private readonly Task _reading;

    private DemoSender(Process process, DemoLedger ledger)
    {
        _process = process;
        _ledger = ledger;
        _reading = ReadAsync();
    }

    public static DemoSender Start(string contactPoint, DemoLedger ledger)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        // Under `dotnet run` the process is the program itself; under `dotnet Webhook.Cluster.dll` it is dotnet.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(DemoSender).Assembly.Location);
        }

        start.ArgumentList.Add(DemoSenderCommand.Name);
        start.ArgumentList.Add(contactPoint);
        return new DemoSender(Process.Start(start)!, ledger);
    }

    /// <summary>Its process id, to be shown.</summary>
    public int ProcessId => _process.Id;

    public async Task SendAsync(string subscription, string eventId)
    {
        _ledger.Sent(subscription, eventId);
        await _process.StandardInput.WriteLineAsync($"{subscription} {eventId}");
        await _process.StandardInput.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is [var subscription, var eventId, var receipt])
            {
                _ledger.Receipt(subscription, eventId, receipt);
            }
        }
    }
}
