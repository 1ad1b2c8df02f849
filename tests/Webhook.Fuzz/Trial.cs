using Webhook.Fuzz.Surfaces;

namespace Webhook.Fuzz;

/// <summary>Tries files by hand, such as those that a run found.</summary>
internal static class Trial
{
    /// <summary>1 when one of them shows a fault, which is then printed.</summary>
    public static int Run(string name, string[] files)
    {
        using var surface = Surface.Open(name);
        var faults = 0;
        foreach (var file in files)
        {
            try
            {
                surface.Try(File.ReadAllBytes(file));
            }
            catch (Exception e)
            {
                faults++;
                Console.WriteLine($"{file}: {e}");
            }
        }

        Console.WriteLine($"{files.Length} tried, {faults} with a fault");
        return faults == 0 ? 0 : 1;
    }
}
