using SharpFuzz;
using Webhook.Fuzz.Surfaces;

namespace Webhook.Fuzz;

/// <summary>What afl-fuzz runs: one process takes input after input; a second one beside it outlives its death.</summary>
internal static class Target
{
    private static readonly TimeSpan FirstInputWithin = TimeSpan.FromSeconds(20);

    public static void Run(string name)
    {
        if (Environment.GetEnvironmentVariable("__SHARPFUZZ_CTL") is not null)
        {
            AwaitFirstInput();
        }

        // Opened by the first input, that is in the process that takes them and not in the one that watches it.
        Surface? surface = null;
        Fuzzer.OutOfProcess.Run(stream =>
        {
            surface ??= Surface.Open(name);
            using var input = new MemoryStream();
            stream.CopyTo(input);
            surface.Try(input.ToArray());
        });
    }

    /// <summary>SharpFuzz reads the first input as soon as this process is up; on a busy machine afl-fuzz has not written it by then.</summary>
    private static void AwaitFirstInput() => SpinWait.SpinUntil(
        () =>
        {
            Thread.Sleep(1);
            return new FileInfo("/proc/self/fd/0").ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Length: > 0 };
        },
        FirstInputWithin);
}
