using System.IO.Compression;
using System.Xml.Linq;
using Webhook.Tests.Hosting;
using Webhook.Tests.Operations;

namespace Webhook.Tests.Packaging;

[Collection(nameof(Processes))]
public sealed class SenderPackageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_sender_library_packs_with_its_documentation_and_depends_on_cluster_tools_only()
    {
        var (code, output, error) = await Cli.RunProgramAsync(
            "dotnet", Repository.Root, "pack", "src/Webhook.Messages", "--no-build", "--configuration", Repository.Configuration, "--output", _folder.Path);
        Assert.True(code == 0, output + error);
        using var package = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(_folder.Path, "Webhook.Messages.*.nupkg")));
        Assert.Equal(
            ["lib/net10.0/Webhook.Messages.dll", "lib/net10.0/Webhook.Messages.xml"],
            package.Entries.Select(e => e.FullName).Where(n => n.StartsWith("lib/", StringComparison.Ordinal)).Order());

        using var stream = package.GetEntry("Webhook.Messages.nuspec")!.Open();
        var metadata = XDocument.Load(stream).Root!.Elements().Single();
        var dependencies = metadata.Descendants().Where(e => e.Name.LocalName == "dependency").ToList();
        Assert.Equal("Akka.Cluster.Tools", Assert.Single(dependencies).Attribute("id")!.Value);
        Assert.NotEmpty(metadata.Elements().Single(e => e.Name.LocalName == "description").Value);
    }

    [Fact]
    public async Task The_Petabridge_Cmd_host_is_part_of_a_build_that_asks_for_it_and_of_no_other()
    {
        const string file = "Node.PetabridgeCmd.cs";
        var plain = await ItemsAsync();
        Assert.DoesNotContain("Petabridge", plain, StringComparison.Ordinal);
        var asked = await ItemsAsync("-p:PetabridgeCmd=true");
        Assert.Contains(file, asked, StringComparison.Ordinal);
        Assert.All(
            new[] { "Petabridge.Cmd.Host", "Petabridge.Cmd.Cluster", "Petabridge.Cmd.Cluster.Sharding" },
            name => Assert.Contains($"\"{name}\"", asked, StringComparison.Ordinal));
    }

    /// <summary>The files and packages of a build that is only evaluated.</summary>
    private static async Task<string> ItemsAsync(params string[] properties)
    {
        var (code, output, error) = await Cli.RunProgramAsync(
            "dotnet", Repository.PathOf("src", "Webhook.Cluster"),
            ["msbuild", "-getItem:Compile", "-getItem:PackageReference", .. properties]);
        Assert.True(code == 0, output + error);
        return output;
    }
}
