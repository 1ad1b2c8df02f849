using LinqToDB.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Operations;
using Webhook.Cluster.Secrets;
using Webhook.Tests.Hosting;
using Secret = Webhook.Cluster.Subscriptions.Secret;

namespace Webhook.Tests.Secrets;

public sealed class KeyRingTests : IDisposable
{
    private static readonly Secret Clear = new("Bearer of-this-test");
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_keys_of_one_node_lie_beside_its_database_readable_by_its_user_alone_and_outlive_it()
    {
        var secret = Vault(Options()).Seal(Clear);
        Assert.Equal(Clear, Vault(Options()).Open(secret));
        var keys = Path.Combine(_folder.Path, KeyRing.FolderName);
        Assert.Single(Directory.GetFiles(keys));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
        }
    }

    [Fact]
    public void A_certificate_protects_the_keys_and_the_one_it_replaces_still_opens_them()
    {
        using var authority = TrialAuthority.Open(Path.Combine(_folder.Path, "certificates"), "trial");
        var (first, second) = (authority.Issue("first"), authority.Issue("second"));
        var clear = Vault(Options()).Seal(Clear);
        var key = File.ReadAllText(Assert.Single(KeyFiles()));
        Assert.Contains("<masterKey", key, StringComparison.Ordinal);

        Directory.Delete(Path.Combine(_folder.Path, KeyRing.FolderName), recursive: true);
        var secret = Vault(Options(first)).Seal(Clear);
        key = File.ReadAllText(Assert.Single(KeyFiles()));
        Assert.DoesNotContain("<masterKey", key, StringComparison.Ordinal);
        Assert.Contains("encryptedSecret", key, StringComparison.Ordinal);

        Assert.Equal(Clear, Vault(Options(second, first)).Open(secret));
        Assert.ThrowsAny<Exception>(() => Vault(Options(second)).Open(secret));
        Assert.ThrowsAny<Exception>(() => Vault(Options(first)).Open(clear));
    }

    [Fact]
    public void A_new_key_seals_what_comes_the_old_one_still_opens_and_sealing_anew_moves_to_the_new_one()
    {
        var options = Options();
        var old = Vault(options).Seal(Clear);
        using (var services = KeyRing.Services(options, _folder.OpenDatabase(), NullLoggerFactory.Instance))
        {
            // Of keys in use, the one put to use last is the one that seals.
            var now = DateTimeOffset.UtcNow;
            services.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));
        }

        Assert.Equal(2, KeyFiles().Length);
        var vault = Vault(options);
        var moved = vault.Reseal(old);
        Assert.Equal(Clear, vault.Open(old));
        Assert.Equal(Clear, vault.Open(moved));
        Assert.NotEqual(KeyIdOf(old), KeyIdOf(moved));
    }

    [Fact]
    public async Task Nodes_that_start_together_on_an_empty_database_open_what_each_other_sealed()
    {
        var vaults = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var vault = new SecretVault(() => Shared(new DatabaseKeyRepository(_folder.OpenDatabase())), new HurryingClock());
            return (Vault: vault, Secret: vault.Seal(Clear));
        })));
        Assert.All(vaults, mine => Assert.All(vaults, other => Assert.Equal(Clear, mine.Vault.Open(other.Secret))));
        using var connection = _folder.OpenDatabase().Connect();
        Assert.InRange(connection.Execute<int>($"SELECT COUNT(*) FROM {DatabaseKeyRepository.Name}"), 1, 4);
    }

    [Theory]
    [InlineData("Secrets:CertificatePath", "/does/not/exist.pfx")]
    [InlineData("Secrets:Previous:0:CertificatePath", "/does/not/exist.pfx")]
    [InlineData("Remoting:Tls:AuthorityPath", "/does/not/exist.pem")]
    public void A_certificate_that_cannot_be_read_is_named_and_no_password_repeated(string key, string value)
    {
        using var authority = TrialAuthority.Open(Path.Combine(_folder.Path, "certificates"), "hunter2");
        var node = authority.Issue("node");
        var faults = Faults(
            ("Secrets:CertificatePath", node), ("Secrets:Password", "hunter2"), ("Remoting:Tls:CertificatePath", node), ("Remoting:Tls:Password", "hunter2"),
            ("Remoting:Tls:AuthorityPath", authority.CertificatePath), (key, value));
        Assert.StartsWith($"Webhook:{key} cannot be read", Assert.Single(faults), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", faults[0], StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Faults(params (string Key, string Value)[] settings) => OptionsFaults.Of(settings);

    private static string KeyIdOf(Secret secret) => secret.Value[..24];

    private string[] KeyFiles() => Directory.GetFiles(Path.Combine(_folder.Path, KeyRing.FolderName));

    private SecretVault Vault(WebhookOptions options) =>
        new(() => KeyRing.Load(options, _folder.OpenDatabase(), NullLoggerFactory.Instance), TimeProvider.System);

    private WebhookOptions Options(string? certificate = null, params string[] previous)
    {
        var options = new WebhookOptions();
        options.Persistence.ConnectionString = $"Data Source={_folder.File}";
        options.Secrets.CertificatePath = certificate;
        options.Secrets.Password = "trial";
        options.Secrets.Previous = [.. previous.Select(p => new CertificateOptions { CertificatePath = p, Password = "trial" })];
        return options;
    }

    private static IDataProtectionProvider Shared(DatabaseKeyRepository repository)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("nodes");
        services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = repository);
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>();
    }

    /// <summary>Each look at it is a minute later, so that the ring may always be read again.</summary>
    private sealed class HurryingClock : TimeProvider
    {
        private long _minutes;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => 60 * Interlocked.Increment(ref _minutes);
    }
}
