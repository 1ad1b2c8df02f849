using Webhook.Cluster.Operations;
using Webhook.Messages;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Remoting;

public sealed class CertificateCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Certificates_made_at_different_times_are_of_one_authority_and_their_keys_are_their_owner_s_alone()
    {
        Assert.Equal(0, await CommandLine.RunAsync(["certificates", "create", _folder.Path, "--name", "node-1", "sender", "--password", "trial"]));
        Assert.Equal(0, await CommandLine.RunAsync(["certificates", "create", _folder.Path, "--name", "node-2", "--password", "trial"]));
        foreach (var name in new[] { "node-1", "sender", "node-2" })
        {
            var file = Path.Combine(_folder.Path, $"{name}.pfx");
            var tls = ClusterTls.Load(file, "trial", Path.Combine(_folder.Path, "authority.pem"));
            Assert.True(tls.Certificate.HasPrivateKey);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("authority")]
    [InlineData("")]
    public async Task A_name_that_is_none_is_refused_and_nothing_is_made(string name)
    {
        Assert.Equal(1, await CommandLine.RunAsync(["certificates", "create", _folder.Path, "--name", name]));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task An_authority_with_another_password_issues_nothing()
    {
        Assert.Equal(0, await CommandLine.RunAsync(["certificates", "create", _folder.Path, "--name", "node-1", "--password", "trial"]));
        Assert.Equal(1, await CommandLine.RunAsync(["certificates", "create", _folder.Path, "--name", "node-2", "--password", "other"]));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "node-2.pfx")));
    }
}
