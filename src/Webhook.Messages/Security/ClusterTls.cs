using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Remote.Transport.DotNetty;

namespace Webhook.Messages;

/// <summary>
/// TLS for remoting, the same at both ends: each shows a certificate, and takes only one that the cluster's own authority issued.
/// The machine's trust store has no say: any public authority would issue a certificate to a stranger.
/// </summary>
public sealed class ClusterTls
{
    private readonly X509Certificate2Collection _authorities;

    private ClusterTls(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        Certificate = certificate;
        _authorities = authorities;
    }

    /// <summary>This end's certificate, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Reads the files.</summary>
    /// <param name="certificatePath">PKCS#12 file with this end's certificate and its private key.</param>
    /// <param name="password">The file's password; null where it has none.</param>
    /// <param name="authorityPath">PEM file with the authority's certificate, or several while one replaces another.</param>
    /// <exception cref="ArgumentException">A file cannot be used; the message says which and why, without the password.</exception>
    public static ClusterTls Load(string certificatePath, string? password, string authorityPath) =>
        FaultOf(certificatePath, password, authorityPath) is var (isAuthority, fault) && fault is not null
            ? throw new ArgumentException($"{(isAuthority ? "AuthorityPath" : "CertificatePath")} {fault}")
            : Read(certificatePath, password, authorityPath);

    /// <summary>What is wrong with the files, as the end of a sentence, and whether it is the authority's; null when nothing is.</summary>
    public static (bool IsAuthority, string? Fault) FaultOf(string? certificatePath, string? password, string? authorityPath)
    {
        if (string.IsNullOrEmpty(certificatePath))
        {
            return (false, "is missing; write the path of a PKCS#12 file.");
        }

        if (string.IsNullOrEmpty(authorityPath))
        {
            return (true, "is missing; write the path of a PEM file with the certificate of the cluster's authority.");
        }

        if (!CanRead(() => ReadAuthorities(authorityPath).Count > 0))
        {
            return (true, "cannot be read; write the path of a PEM file that this user can read.");
        }

        if (!CanRead(() => X509CertificateLoader.LoadPkcs12FromFile(certificatePath, password).HasPrivateKey))
        {
            return (false, "cannot be read; write the path of a PKCS#12 file with a private key that this user can read, and its password beside it.");
        }

        return Read(certificatePath, password, authorityPath) is var tls && tls.IsOfAuthority(tls.Certificate)
            ? default
            : (false, "is not a certificate of the authority, or is not valid today; have the authority issue another.");
    }

    /// <summary>Whether the authority issued <paramref name="certificate"/> and it is valid now.</summary>
    public bool IsOfAuthority(X509Certificate2? certificate)
    {
        if (certificate is null)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        // A stranger's certificate must not make this machine fetch what it names.
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(certificate);
    }

    /// <summary>What an actor system is started with.</summary>
    public DotNettySslSetup ToSetup() =>
        new(Certificate, suppressValidation: false, requireMutualAuthentication: true, (certificate, _, _, _, _) => IsOfAuthority(certificate));

    private static ClusterTls Read(string certificatePath, string? password, string authorityPath) =>
        new(X509CertificateLoader.LoadPkcs12FromFile(certificatePath, password), ReadAuthorities(authorityPath));

    private static X509Certificate2Collection ReadAuthorities(string path)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(path);
        return authorities;
    }

    private static bool CanRead(Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
