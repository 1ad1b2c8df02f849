using SharpFuzz;
using Webhook.Fuzz.Surfaces;
using Webhook.Messages;

namespace Webhook.Fuzz;

/// <summary>What afl-fuzz runs: one process takes input after input; a second one beside it outlives its death.</summary>
internal static class Target
{
    public static void Run(string name)
    {
        // Opened by the first input, that is in the process that takes them and not in the one that watches it.
        Surface? surface = null;
        Fuzzer.OutOfProcess.Run(stream =>
        {
            surface ??= Surface.Open(name);
            using var input = new MemoryStream();
            stream.CopyTo(input);
            // Leaves a trace: afl-fuzz gives up where an input takes no branch of the product, as a call that the server itself refuses.
            _ = Ids.CheckEventId("-");
            surface.Try(input.ToArray());
        });
    }
}
