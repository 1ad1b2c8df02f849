using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Webhook.Cluster.Secrets;
using Webhook.Cluster.Subscriptions.Commands;
using Secret = Webhook.Cluster.Subscriptions.Secret;

namespace Webhook.Tests.Secrets;

public sealed class SecretVaultTests
{
    private static readonly Secret Clear = new("Bearer Zoë ✓");

    [Fact]
    public void A_sealed_secret_opens_to_what_it_was_and_no_two_sealings_are_alike()
    {
        var vault = Vaults.InMemory();
        var (one, two) = (vault.Seal(Clear), vault.Seal(Clear));
        Assert.True(one.IsSealed);
        Assert.DoesNotContain("Bearer", one.Value, StringComparison.Ordinal);
        Assert.NotEqual(one, two);
        Assert.Equal(Clear, vault.Open(one));
        Assert.True(vault.AreSame(one, two));
        Assert.False(vault.AreSame(one, vault.Seal(new Secret("Bearer other"))));
    }

    [Fact]
    public void What_another_ring_sealed_or_somebody_changed_does_not_open_and_equals_nothing()
    {
        var vault = Vaults.InMemory();
        var strange = Vaults.InMemory().Seal(Clear);
        Assert.Throws<CryptographicException>(() => vault.Open(strange));
        var mine = vault.Seal(Clear);
        var changed = mine with { Value = mine.Value[..^2] + (mine.Value[^2] == 'A' ? "BA" : "AA") };
        Assert.Throws<CryptographicException>(() => vault.Open(changed));
        Assert.Throws<CryptographicException>(() => vault.Open(mine with { Value = "no base64 at all!" }));
        Assert.False(vault.AreSame(strange, strange));
        Assert.Equal(strange, vault.Reseal(strange));
    }

    [Fact]
    public void A_key_that_comes_back_is_found_without_a_restart_and_the_ring_is_not_read_for_each_POST()
    {
        var (lost, present) = (new EphemeralDataProtectionProvider(), new EphemeralDataProtectionProvider());
        var clock = new SteppedClock();
        var readings = 0;
        IDataProtectionProvider ring = present;
        var vault = new SecretVault(
            () =>
            {
                readings++;
                return ring;
            },
            clock);
        var secret = new SecretVault(() => lost, clock).Seal(Clear);
        for (var i = 0; i < 100; i++)
        {
            Assert.Throws<CryptographicException>(() => vault.Open(secret));
        }

        Assert.Equal(1, readings);
        ring = lost;
        clock.Seconds += 11;
        Assert.Equal(Clear, vault.Open(secret));
        Assert.Equal(2, readings);
    }

    [Fact]
    public void A_fault_is_told_before_anything_is_sealed_and_a_blank_removes()
    {
        var vault = Vaults.InMemory();
        var (_, fault) = vault.Seal(SettingsChange.None with { Authorization = new Secret("a\r\nb") });
        Assert.Equal("authorization", fault!.Field);
        Assert.Equal("secret", vault.Seal(SettingsChange.None with { SigningSecret = new Secret("whsec_short") }).Fault!.Field);
        var (change, none) = vault.Seal(SettingsChange.None with { Authorization = new Secret(" ") });
        Assert.Null(none);
        Assert.Equal((true, null), (change.Authorization.IsGiven, change.Authorization.Value));
        Assert.False(change.SigningSecret.IsGiven);
    }

    [Fact]
    public void A_ring_that_cannot_be_read_turns_the_change_away_for_now()
    {
        var vault = new SecretVault(() => new BrokenRing(), TimeProvider.System);
        var (_, fault) = vault.Seal(SettingsChange.None with { Authorization = Clear });
        Assert.Equal(CommandFault.Unavailable, fault!.Reason);
    }

    private sealed class SteppedClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }

    private sealed class BrokenRing : IDataProtectionProvider, IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => throw new CryptographicException("The disk is gone.");

        public byte[] Unprotect(byte[] protectedData) => throw new CryptographicException("The disk is gone.");
    }
}
