using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Webhook.Tests.Endpoints;

/// <summary>A raw socket on loopback: keeps the exact bytes of each request and answers with the exact bytes of the test.</summary>
internal sealed class RawEndpoint : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<byte[]> _requests = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _answer;
    private readonly Task _accepting;
    private int _connections;

    /// <summary>An endpoint that answers every request with these bytes, and keeps the connection open.</summary>
    public RawEndpoint(string answer)
        : this((stream, stop) => stream.WriteAsync(Encoding.Latin1.GetBytes(answer), stop).AsTask())
    {
    }

    /// <summary>An endpoint that answers every request as <paramref name="answer"/> does; ending it with an exception closes the connection.</summary>
    public RawEndpoint(Func<NetworkStream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Url => new($"http://127.0.0.1:{Port}/hook");

    public int Connections => Volatile.Read(ref _connections);

    public IReadOnlyList<byte[]> Requests => [.. _requests];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                serving.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                while (await ReadRequestAsync(stream) is { } request)
                {
                    _requests.Enqueue(request);
                    await _answer(stream, _stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The other side, or the test, has had enough.
            }
        }
    }

    private async Task<byte[]?> ReadRequestAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var buffer = new byte[4096];
        while (true)
        {
            if (LengthOf(bytes) is { } length && bytes.Count >= length)
            {
                return [.. bytes];
            }

            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return null;
            }

            bytes.AddRange(buffer.AsSpan(0, read));
        }
    }

    private static int? LengthOf(List<byte> bytes)
    {
        var text = Encoding.Latin1.GetString([.. bytes]);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var header = text[..end].Split("\r\n").First(l => l.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        return end + 4 + int.Parse(header["Content-Length: ".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
