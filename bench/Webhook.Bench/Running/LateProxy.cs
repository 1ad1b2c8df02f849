using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Webhook.Bench.Running;

/// <summary>Stands between nodes and their database; all that the database says arrives later by a fixed time, and no slower.</summary>
internal sealed class LateProxy : IAsyncDisposable
{
    private const int ChunkBytes = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly TimeSpan _late;
    private readonly Task _accepting;

    /// <summary>Begins to listen.</summary>
    /// <param name="target">The database's port on loopback.</param>
    /// <param name="late">By how much.</param>
    public LateProxy(int target, TimeSpan late)
    {
        (_target, _late) = (target, late);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port that nodes connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var sessions = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                sessions.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
            catch (OperationCanceledException)
            {
            }
        }

        await Task.WhenAll(sessions);
    }

    private async Task RelayAsync(TcpClient accepted)
    {
        using var client = accepted;
        using var database = new TcpClient();
        client.NoDelay = database.NoDelay = true;
        try
        {
            await database.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            var there = client.GetStream().CopyToAsync(database.GetStream(), ChunkBytes, _stop.Token);
            await Task.WhenAny(there, CopyLateAsync(database.GetStream(), client.GetStream()));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One side is gone; the other is closed with it.
        }
    }

    private async Task CopyLateAsync(NetworkStream from, NetworkStream to)
    {
        var chunks = Channel.CreateUnbounded<(long At, byte[] Bytes)>();
        var writing = WriteAsync(chunks.Reader, to);
        var buffer = new byte[ChunkBytes];
        int length;
        while ((length = await from.ReadAsync(buffer, _stop.Token)) > 0)
        {
            chunks.Writer.TryWrite((Stopwatch.GetTimestamp(), buffer[..length]));
        }

        chunks.Writer.Complete();
        await writing;
    }

    private async Task WriteAsync(ChannelReader<(long At, byte[] Bytes)> chunks, NetworkStream to)
    {
        await foreach (var (at, bytes) in chunks.ReadAllAsync(_stop.Token))
        {
            if (_late - Stopwatch.GetElapsedTime(at) is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait, _stop.Token);
            }

            await to.WriteAsync(bytes, _stop.Token);
        }
    }
}
