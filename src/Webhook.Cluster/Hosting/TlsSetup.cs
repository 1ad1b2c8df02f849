using Akka.Remote.Hosting;
using Webhook.Cluster.Hosting.Options;
using Webhook.Messages;

namespace Webhook.Cluster.Hosting;

/// <summary>TLS for remoting.</summary>
internal static class TlsSetup
{
    /// <summary>
    /// Has both ends show a certificate of the cluster's own authority, where <paramref name="tls"/> names one. Host names are not
    /// compared: who has a certificate of that authority belongs to the cluster, at whatever address.
    /// </summary>
    public static RemoteOptions UseTls(this RemoteOptions remote, TlsOptions tls)
    {
        if (!tls.IsOn)
        {
            return remote;
        }

        var files = ClusterTls.Load(tls.CertificatePath!, tls.Password, tls.AuthorityPath!);
        remote.EnableSsl = true;
        remote.Ssl = new SslOptions
        {
            X509Certificate = files.Certificate,
            SuppressValidation = false,
            RequireMutualAuthentication = true,
            ValidateCertificateHostname = false,
            CustomValidator = (certificate, _, _, _, _) => files.IsOfAuthority(certificate),
        };
        return remote;
    }
}
