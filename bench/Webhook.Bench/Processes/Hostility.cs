using System.IO.Compression;
using System.Text;

namespace Webhook.Bench.Processes;

/// <summary>The ways in which an endpoint may try to hold a connection, fill the memory or get a secret shown. Each is a path.</summary>
internal static class Hostility
{
    private const int BombBytes = 256 * 1024 * 1024;
    private static readonly byte[] Bomb = Zipped();

    /// <summary>What each path does after it has read a request: with the request's header, on the connection, until that is gone.</summary>
    public static readonly IReadOnlyDictionary<string, Func<string, Stream, CancellationToken, Task>> Ways = new Dictionary<string, Func<string, Stream, CancellationToken, Task>>
    {
        ["endless-body"] = (_, stream, stop) => EndlessAsync(stream, "HTTP/1.1 200 OK\r\n\r\n", "0123456789012345678901234567890123456789", stop),
        ["endless-chunks"] = (_, stream, stop) => EndlessAsync(stream, "HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n", "10\r\n0123456789abcdef\r\n", stop),
        ["endless-headers"] = (_, stream, stop) => EndlessAsync(stream, "HTTP/1.1 200 OK\r\n", "X-Filler: 0123456789012345678901234567890123456789\r\n", stop),
        ["endless-1xx"] = (_, stream, stop) => EndlessAsync(stream, "", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", stop),
        ["drip"] = DripAsync,
        ["no-answer"] = (_, _, stop) => Task.Delay(Timeout.Infinite, stop),
        ["held-open"] = (_, stream, stop) => HeldAsync(stream, "HTTP/1.1 500 Oops\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", stop),
        ["gzip-bomb"] = async (_, stream, stop) =>
        {
            await WriteAsync(stream, $"HTTP/1.1 500 Oops\r\nContent-Encoding: gzip\r\nContent-Length: {Bomb.Length}\r\n\r\n", stop);
            await stream.WriteAsync(Bomb, stop);
        },
        ["echo"] = (header, stream, stop) => WriteAsync(stream, $"HTTP/1.1 500 Oops\r\nContent-Length: {header.Length}\r\n\r\n{header}", stop),
    };

    private static async Task EndlessAsync(Stream stream, string begin, string part, CancellationToken stop)
    {
        await WriteAsync(stream, begin, stop);
        for (var block = string.Concat(Enumerable.Repeat(part, 100)); ;)
        {
            await WriteAsync(stream, block, stop);
        }
    }

    private static async Task DripAsync(string header, Stream stream, CancellationToken stop)
    {
        await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", stop);
        while (true)
        {
            await WriteAsync(stream, "x", stop);
            await Task.Delay(1_000, stop);
        }
    }

    private static async Task HeldAsync(Stream stream, string answer, CancellationToken stop)
    {
        await WriteAsync(stream, answer, stop);
        await Task.Delay(Timeout.Infinite, stop);
    }

    private static Task WriteAsync(Stream stream, string text, CancellationToken stop) => stream.WriteAsync(Encoding.Latin1.GetBytes(text), stop).AsTask();

    private static byte[] Zipped()
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(new byte[BombBytes]);
        }

        return bytes.ToArray();
    }
}
