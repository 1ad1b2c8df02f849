using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Webhook.Messages;

namespace Webhook.Cluster.Hosting.Options;

/// <summary>The rules for certificates. No sentence repeats a password.</summary>
internal static class CertificateRules
{
    public static IEnumerable<string> FaultsOf(SecretsOptions options)
    {
        if (options.IsProtected)
        {
            foreach (var fault in FaultsOfSealing("Webhook:Secrets", options))
            {
                yield return fault;
            }
        }
        else if (options.Previous.Length > 0)
        {
            yield return "Webhook:Secrets:CertificatePath is missing; Previous holds certificates that one replaced, so name the one that is used now.";
        }

        for (var i = 0; i < options.Previous.Length; i++)
        {
            foreach (var fault in FaultsOfSealing($"Webhook:Secrets:Previous:{i}", options.Previous[i]))
            {
                yield return fault;
            }
        }
    }

    public static IEnumerable<string> FaultsOf(TlsOptions options)
    {
        if (options.IsOn && ClusterTls.FaultOf(options.CertificatePath, options.Password, options.AuthorityPath) is var (isAuthority, fault) && fault is not null)
        {
            yield return $"Webhook:Remoting:Tls:{(isAuthority ? nameof(options.AuthorityPath) : nameof(options.CertificatePath))} {fault}";
        }
    }

    private static IEnumerable<string> FaultsOfSealing(string path, CertificateOptions options)
    {
        if (string.IsNullOrEmpty(options.CertificatePath))
        {
            yield return $"{path}:CertificatePath is missing; write the path of a PKCS#12 file.";
        }
        else if (FaultOfSealing(options) is { } fault)
        {
            yield return $"{path}:CertificatePath {fault}";
        }
    }

    private static string? FaultOfSealing(CertificateOptions options)
    {
        try
        {
            using var certificate = options.Load();
            using var key = certificate.GetRSAPrivateKey();
            return key is null ? "holds no RSA private key; keys are encrypted with RSA, so use such a certificate." : null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return "cannot be read; write the path of a PKCS#12 file that this user can read, and its password beside it.";
        }
    }
}
