using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Webhook.Cluster.Operations;

/// <summary>
/// A certificate authority in a folder, for trials: its key lies beside what it issues. In production an authority of your own
/// issues the same kind of certificates.
/// </summary>
internal sealed class TrialAuthority : IDisposable
{
    /// <summary>Name of the authority's own files.</summary>
    public const string Name = "authority";

    private const int KeyBits = 3072;
    private const int SerialBytes = 16;
    private static readonly Oid[] Usages = [new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")];

    private readonly string _folder;
    private readonly string? _password;
    private readonly X509Certificate2 _certificate;

    private TrialAuthority(string folder, string? password, X509Certificate2 certificate)
    {
        _folder = folder;
        _password = password;
        _certificate = certificate;
    }

    /// <summary>The authority's certificate, without its key: what every node and sender is given.</summary>
    public string CertificatePath => Path.Combine(_folder, $"{Name}.pem");

    /// <summary>The authority in <paramref name="folder"/>, made there if it is not.</summary>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="CryptographicException">The authority that is there has another password.</exception>
    public static TrialAuthority Open(string folder, string? password = null)
    {
        Directory.CreateDirectory(folder);
        var key = Path.Combine(folder, $"{Name}.pfx");
        if (File.Exists(key))
        {
            return new TrialAuthority(folder, password, X509CertificateLoader.LoadPkcs12FromFile(key, password));
        }

        using var rsa = RSA.Create(KeyBits);
        var request = RequestOf($"CN=Trial authority {Guid.NewGuid():N}", rsa);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var now = DateTimeOffset.UtcNow;
        var authority = new TrialAuthority(folder, password, request.CreateSelfSigned(now.AddHours(-1), now.AddYears(2)));
        WriteHidden(key, authority._certificate.Export(X509ContentType.Pkcs12, password));
        File.WriteAllText(authority.CertificatePath, authority._certificate.ExportCertificatePem());
        return authority;
    }

    /// <summary>Issues a certificate for one year and gives the path of its file.</summary>
    /// <param name="name">Its subject and file name.</param>
    public string Issue(string name)
    {
        using var rsa = RSA.Create(KeyBits);
        var request = RequestOf($"CN={name}", rsa);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. Usages], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var issued = request.Create(_certificate, now.AddHours(-1), now.AddYears(1), RandomNumberGenerator.GetBytes(SerialBytes));
        using var whole = issued.CopyWithPrivateKey(rsa);
        var path = Path.Combine(_folder, $"{name}.pfx");
        WriteHidden(path, whole.Export(X509ContentType.Pkcs12, _password));
        return path;
    }

    /// <inheritdoc />
    public void Dispose() => _certificate.Dispose();

    private static CertificateRequest RequestOf(string subject, RSA key) => new(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>Writes a private key so that only its owner can read it.</summary>
    private static void WriteHidden(string path, byte[] content)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(content);
    }
}
