namespace Webhook.Messages;

/// <summary>How a <see cref="LessonEventSender"/> reaches the cluster.</summary>
public sealed class LessonEventSenderOptions
{
    /// <summary>
    /// Nodes to begin with, as <c>host:port</c> or <c>akka.tcp://webhook@host:port</c> (<c>akka.ssl.tcp://</c> with TLS); the others are learnt from them. At
    /// least one must be up now and then.
    /// </summary>
    public required IReadOnlyList<string> ContactPoints { get; init; }

    /// <summary>Address that this process listens on for receipts, and by which nodes reach it; the default serves nodes on this machine only.</summary>
    public string HostName { get; init; } = "127.0.0.1";

    /// <summary>Port for receipts; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Address under which nodes reach this process, where that is another than <see cref="HostName"/>.</summary>
    public string? PublicHostName { get; init; }

    /// <summary>Certificates, where the cluster's remoting uses TLS; null where it does not.</summary>
    public SenderTlsOptions? Tls { get; init; }

    /// <summary>How many events may wait for their receipt; callers beyond that wait for a place.</summary>
    public int MaxInFlight { get; init; } = 1_000;

    /// <summary>How long to wait for a receipt before the event is sent again; doubled each time up to <see cref="LongestWait"/>.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two tries.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>How a <see cref="LessonEventSender"/> shows that it belongs to the cluster.</summary>
public sealed class SenderTlsOptions
{
    /// <summary>Path of a PKCS#12 file with this sender's certificate, issued by the cluster's authority, and its private key.</summary>
    public required string CertificatePath { get; init; }

    /// <summary>The file's password; null where it has none.</summary>
    public string? Password { get; init; }

    /// <summary>Path of a PEM file with the certificate of the cluster's authority.</summary>
    public required string AuthorityPath { get; init; }
}
