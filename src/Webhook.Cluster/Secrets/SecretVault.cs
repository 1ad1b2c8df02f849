using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Secret = Webhook.Cluster.Subscriptions.Secret;

namespace Webhook.Cluster.Secrets;

/// <summary>Seals header values and signing secrets, and opens them where they are sent. Safe for use by many threads.</summary>
/// <param name="load">Gives the key ring as it is now; reads it again each time.</param>
/// <param name="clock">Says when the key ring may be read again.</param>
public sealed class SecretVault(Func<IDataProtectionProvider> load, TimeProvider clock)
{
    /// <summary>Part of what is sealed, so never changed.</summary>
    private const string Purpose = "Webhook.Subscriptions.Secret";

    /// <summary>What nobody has the key for must not have the ring read for each POST.</summary>
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private IDataProtector? _protector;
    private long _readAt;

    /// <summary>The sealed form of <paramref name="secret"/>; what is sealed already stays as it is.</summary>
    /// <exception cref="CryptographicException">The key ring cannot be read.</exception>
    public Secret Seal(Secret secret) => secret.IsSealed ? secret : new Secret(Protector().Protect(secret.Value)) { IsSealed = true };

    /// <summary>What <paramref name="secret"/> says in clear.</summary>
    /// <exception cref="CryptographicException">The key that sealed it is not at hand, or it was tampered with.</exception>
    public Secret Open(Secret secret)
    {
        if (!secret.IsSealed)
        {
            return secret;
        }

        var protector = Protector();
        try
        {
            return new Secret(protector.Unprotect(secret.Value));
        }
        catch (CryptographicException) when (ReadAgain(protector) is not null)
        {
            // Another node made the key, or somebody brought it back, after the ring was read here.
            return new Secret(Protector().Unprotect(secret.Value));
        }
    }

    /// <summary>The same secret under the newest key; as it is when it cannot be opened or the ring cannot be read.</summary>
    public Secret Reseal(Secret secret)
    {
        try
        {
            return Seal(Open(secret));
        }
        catch (CryptographicException)
        {
            return secret;
        }
    }

    /// <summary>
    /// Whether both say the same. What cannot be opened equals nothing, so that writing a value again repairs it: a digest beside
    /// the sealed form would call it unchanged, and would let whoever has the database try guesses.
    /// </summary>
    public bool AreSame(Secret one, Secret other)
    {
        try
        {
            return Open(one).Value == Open(other).Value;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private IDataProtector Protector()
    {
        lock (_gate)
        {
            return _protector ?? Read();
        }
    }

    /// <summary>A protector with a ring read after that of <paramref name="failed"/>; null when it is too early for one.</summary>
    private IDataProtector? ReadAgain(IDataProtector failed)
    {
        lock (_gate)
        {
            return _protector != failed ? _protector
                : clock.GetElapsedTime(_readAt) < ReadAgainAfter ? null
                : Read();
        }
    }

    private IDataProtector Read()
    {
        _protector = load().CreateProtector(Purpose);
        _readAt = clock.GetTimestamp();
        return _protector;
    }
}
