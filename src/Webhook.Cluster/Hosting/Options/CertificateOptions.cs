using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Webhook.Cluster.Hosting.Options;

/// <summary>A certificate with its private key.</summary>
public class CertificateOptions
{
    /// <summary>Path of a PKCS#12 file (<c>.pfx</c>, <c>.p12</c>); null for none.</summary>
    public string? CertificatePath { get; set; }

    /// <summary>The file's password; null where it has none.</summary>
    public string? Password { get; set; }

    /// <summary>The certificate.</summary>
    /// <exception cref="CryptographicException">The file is not there, is no PKCS#12, or has another password.</exception>
    internal X509Certificate2 Load() => X509CertificateLoader.LoadPkcs12FromFile(CertificatePath!, Password);
}

/// <summary>Section <c>Webhook:Secrets</c>: what protects the keys that seal header values and signing secrets.</summary>
public sealed class SecretsOptions : CertificateOptions
{
    /// <summary>Certificates that protected keys before; they still open those.</summary>
    public CertificateOptions[] Previous { get; set; } = [];

    /// <summary>Whether a certificate protects the keys.</summary>
    internal bool IsProtected => !string.IsNullOrEmpty(CertificatePath);
}

/// <summary>Section <c>Webhook:Remoting:Tls</c>; remoting is encrypted, and both ends show a certificate, when it is given.</summary>
public sealed class TlsOptions : CertificateOptions
{
    /// <summary>Path of a PEM file with the certificate of the cluster's own authority, or of several while one replaces another.</summary>
    public string? AuthorityPath { get; set; }

    /// <summary>Whether remoting uses TLS.</summary>
    internal bool IsOn => !string.IsNullOrEmpty(CertificatePath) || !string.IsNullOrEmpty(AuthorityPath);
}
