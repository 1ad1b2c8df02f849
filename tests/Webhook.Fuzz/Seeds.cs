using System.Runtime.CompilerServices;
using System.Text;

namespace Webhook.Fuzz;

/// <summary>
/// Inputs worth beginning with: the folder <c>Corpus</c>, where a fault that was found is kept as a file, and for the surfaces
/// that read records one of each format ever written.
/// </summary>
public static class Seeds
{
    /// <summary>The inputs of a surface by name, in a fixed order.</summary>
    public static IEnumerable<KeyValuePair<string, byte[]>> Of(string surface) => FilesOf(surface).Concat(surface switch
    {
        "wire" => Golden("messages", "messages").Concat(Golden("journal", "journal")).Concat(Golden("cluster", "cluster")),
        "journal" => Golden("journal", null),
        _ => [],
    });

    /// <summary>Writes them to a folder as afl-fuzz takes them.</summary>
    internal static int Write(string surface, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, bytes) in Of(surface))
        {
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        }

        return 0;
    }

    private static IEnumerable<KeyValuePair<string, byte[]>> FilesOf(string surface) =>
        Sorted(Path.Combine(Here(), "Corpus", surface), "*").Select(file => KeyValuePair.Create(Path.GetFileName(file), File.ReadAllBytes(file)));

    private static IEnumerable<KeyValuePair<string, byte[]>> Golden(string folder, string? table) =>
        Sorted(Path.Combine(Here(), "..", "Webhook.Tests", "Golden", folder), "*.golden").Select(file =>
        {
            var manifest = Path.GetFileNameWithoutExtension(file);
            byte[] line = Encoding.ASCII.GetBytes(table is null ? $"{manifest}\n" : $"{table} {manifest}\n");
            return KeyValuePair.Create($"{folder}-{manifest}", (byte[])[.. line, .. File.ReadAllBytes(file)]);
        });

    private static IEnumerable<string> Sorted(string folder, string pattern) => Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal);

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
