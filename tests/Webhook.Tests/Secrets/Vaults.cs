using Microsoft.AspNetCore.DataProtection;
using Webhook.Cluster.Secrets;

namespace Webhook.Tests.Secrets;

/// <summary>Vaults for tests.</summary>
internal static class Vaults
{
    /// <summary>One whose keys live as long as the tests.</summary>
    public static SecretVault Shared { get; } = InMemory();

    public static SecretVault InMemory()
    {
        var ring = new EphemeralDataProtectionProvider();
        return new SecretVault(() => ring, TimeProvider.System);
    }
}
