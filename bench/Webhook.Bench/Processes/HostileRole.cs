using System.CommandLine;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Webhook.Bench.Processes;

/// <summary>
/// Endpoints that mean harm, each way on a host of its own, since caps go by host. Prints their URLs in one line, and how many connections they
/// have taken whenever a line comes in.
/// </summary>
internal static class HostileRole
{
    public const string Name = "hostile";

    private static long _taken;

    public static Command Create()
    {
        var command = new Command(Name, "The hostile endpoints that a run starts") { Hidden = true };
        command.SetAction((_, _) => RunAsync());
        return command;
    }

    private static async Task<int> RunAsync()
    {
        using var stop = new CancellationTokenSource();
        using var certificate = Expired();
        var listeners = Enumerable.Range(0, Hostility.Ways.Count + 1).Select(i => new TcpListener(new IPAddress([127, 0, 0, (byte)(3 + i)]), 0)).ToList();
        listeners.ForEach(l => l.Start());
        var plain = listeners.Zip(Hostility.Ways.Keys, (listener, way) => $"http://{listener.LocalEndpoint}/{way}");
        Console.WriteLine(string.Join(' ', [.. plain, $"https://{listeners[^1].LocalEndpoint}/no-answer"]));
        var serving = listeners.ConvertAll(l => ServeAsync(l, l == listeners[^1] ? certificate : null, stop.Token));
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(Interlocked.Read(ref _taken));
        }

        await stop.CancelAsync();
        await Task.WhenAll(serving);
        listeners.ForEach(l => l.Dispose());
        return 0;
    }

    private static async Task ServeAsync(TcpListener listener, X509Certificate2? certificate, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                _ = HarmAsync(await listener.AcceptTcpClientAsync(stop), certificate, stop);
                Interlocked.Increment(ref _taken);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private static async Task HarmAsync(TcpClient client, X509Certificate2? certificate, CancellationToken stop)
    {
        using var _ = client;
        try
        {
            Stream stream = client.GetStream();
            if (certificate is not null)
            {
                var secured = new SslStream(stream);
                await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
                stream = secured;
            }

            while (await ReadAsync(stream, stop) is { } header)
            {
                await Hostility.Ways[header.Split(' ', 3)[1].TrimStart('/')](header, stream, stop);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The node has had enough, as it should.
        }
    }

    /// <summary>The header of the next request, whose body is read too; null at the end.</summary>
    private static async Task<string?> ReadAsync(Stream stream, CancellationToken stop)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var all = text.ToString();
            if (all.IndexOf("\r\n\r\n", StringComparison.Ordinal) is > 0 and var end)
            {
                var header = all[..end];
                var length = header.Split("\r\n").First(l => l.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))["Content-Length: ".Length..];
                if (all.Length >= end + 4 + int.Parse(length, System.Globalization.CultureInfo.InvariantCulture))
                {
                    return header;
                }
            }

            var read = await stream.ReadAsync(buffer, stop);
            if (read == 0)
            {
                return null;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }

    private static X509Certificate2 Expired()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-3), DateTimeOffset.UtcNow.AddDays(-1));
    }
}
