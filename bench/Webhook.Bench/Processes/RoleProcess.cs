using System.Diagnostics;
using System.Text.Json;

namespace Webhook.Bench.Processes;

/// <summary>This program in another process and another role: a line of JSON asks, a line of JSON answers.</summary>
internal sealed class RoleProcess : IDisposable
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly string _role;

    private RoleProcess(Process process, string role)
    {
        _process = process;
        _role = role;
    }

    public int Id => _process.Id;

    public static RoleProcess Start(string role, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(RoleProcess).Assembly.Location, role, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (role == SenderRole.Name)
        {
            // As in a service on ASP.NET Core, which is what hands over events, with the runtime's settings of a node. Endpoint and reference
            // keep the runtime's own, with which the reference does best.
            start.Environment["DOTNET_gcServer"] = "1";
            start.Environment["DOTNET_GCDynamicAdaptationMode"] = "0";
            start.Environment["DOTNET_HillClimbing_Disable"] = "1";
        }

        return new RoleProcess(Process.Start(start)!, role);
    }

    /// <summary>The next line that it prints.</summary>
    /// <exception cref="InvalidOperationException">It ended without one.</exception>
    public async Task<string> LineAsync(CancellationToken cancellation) =>
        await _process.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException($"The process '{_role}' ended before it answered.");

    /// <summary>Asks it for one piece of work and waits until that is done.</summary>
    public async Task<TAnswer> AskAsync<TOrder, TAnswer>(TOrder order, CancellationToken cancellation)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order).AsMemory(), cancellation);
        await _process.StandardInput.FlushAsync(cancellation);
        return JsonSerializer.Deserialize<TAnswer>(await LineAsync(cancellation))!;
    }

    /// <summary>The other side: does what each line of the input asks until the input ends.</summary>
    public static async Task<int> ServeAsync<TOrder, TAnswer>(Func<TOrder, Task<TAnswer>> work)
    {
        // What libraries print is no answer, and that a node is gone is often a scenario's own doing.
        var answers = Console.Out;
        Console.SetOut(TextWriter.Null);
        while (await Console.In.ReadLineAsync() is { Length: > 0 } line)
        {
            answers.WriteLine(JsonSerializer.Serialize(await work(JsonSerializer.Deserialize<TOrder>(line)!)));
        }

        return 0;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(EndPatience))
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
