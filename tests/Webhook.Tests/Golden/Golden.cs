using System.Runtime.CompilerServices;
using System.Text;
using Webhook.Messages.Serialization;

namespace Webhook.Tests.Golden;

/// <summary>
/// One file for each manifest ever written: what was once written must be read for ever, and must be written the same. The
/// files are made only when <c>WRITE_GOLDEN=1</c>.
/// </summary>
internal static class GoldenFile
{
    /// <summary>
    /// Compares both ways: the value's bytes with the file, and what the file's bytes mean with the value. A variant is a second
    /// file of the same manifest, for fields that were added later and may be left out.
    /// </summary>
    public static void Check(RecordTable table, string folder, object value, string? variant = null)
    {
        var manifest = table.ManifestOf(value);
        var path = PathOf(folder, manifest, variant);
        var written = table.Write(value);
        if (Environment.GetEnvironmentVariable("WRITE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(FolderOf(folder));
            File.WriteAllBytes(path, written);
        }

        Assert.True(File.Exists(path), $"{path} is missing: a manifest without a golden file may change unseen");
        var golden = File.ReadAllBytes(path);
        Assert.Equal(Encoding.UTF8.GetString(golden), Encoding.UTF8.GetString(written));
        Assert.Equal(golden, table.Write(table.Read(golden, manifest)));
    }

    /// <summary>What the file of a manifest means that is no longer written.</summary>
    public static object Read(RecordTable table, string folder, string manifest, string? variant = null) =>
        table.Read(File.ReadAllBytes(PathOf(folder, manifest, variant)), manifest);

    /// <summary>The manifests that have a file.</summary>
    public static IEnumerable<string> ManifestsOf(string folder) =>
        Directory.GetFiles(FolderOf(folder), "*.golden").Select(f => Path.GetFileNameWithoutExtension(f)!.Split('-')[0]).Distinct().Order(StringComparer.Ordinal);

    private static string PathOf(string folder, string manifest, string? variant) =>
        Path.Combine(FolderOf(folder), variant is null ? $"{manifest}.golden" : $"{manifest}-{variant}.golden");

    private static string FolderOf(string folder, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, folder);
}
