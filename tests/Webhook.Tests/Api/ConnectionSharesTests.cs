using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Webhook.Cluster.Api.Security;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Api;

[Collection(nameof(Measurements))]
public sealed class ConnectionSharesTests
{
    private const int Beyond = 10;

    [Fact]
    public async Task A_stranger_who_opens_all_the_connections_he_can_leaves_room_for_the_probes()
    {
        await using var node = await ApiNode.StartAsync();
        var port = node.Http.BaseAddress!.Port;
        var sockets = new List<Socket>();
        try
        {
            // One address of many that mean this machine; the node's share for each is 2,048.
            var endedAtOnce = 0;
            for (var i = 0; i < 2_048 + Beyond; i++)
            {
                try
                {
                    sockets.Add(await OpenAsync("127.0.0.2", port));
                }
                catch (SocketException)
                {
                    // Ended before the connect had come back.
                    endedAtOnce++;
                }
            }

            await Eventually.TrueAsync(() => endedAtOnce + sockets.Count(IsEnded) >= Beyond, "what is beyond the share is ended");
            Assert.False(IsEnded(sockets[0]), "the first has its place");
            using var probe = await OpenAsync("127.0.0.3", port);
            await probe.SendAsync("GET /healthz/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray());
            var answer = new byte[1_024];
            var length = await probe.ReceiveAsync(answer).WaitAsync(TimeSpan.FromSeconds(10));
            Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
        }
        finally
        {
            sockets.ForEach(s => s.Dispose());
        }
    }

    [Fact]
    public async Task A_connection_that_ends_gives_its_place_back_and_networks_without_one_are_forgotten()
    {
        var shares = new ConnectionShares(each: 1);
        var open = new TaskCompletionSource();
        var first = shares.ServeAsync(From("10.0.0.1"), _ => open.Task);
        var served = 0;
        await shares.ServeAsync(From("10.0.0.1"), Serve);
        Assert.Equal(0, served);
        await shares.ServeAsync(From("10.0.0.2"), Serve);
        Assert.Equal((1, 1), (served, shares.Networks));
        open.SetResult();
        await first;
        Assert.Equal(0, shares.Networks);
        await shares.ServeAsync(From("10.0.0.1"), Serve);
        Assert.Equal(2, served);

        Task Serve(ConnectionContext connection)
        {
            served++;
            return Task.CompletedTask;
        }
    }

    private static DefaultConnectionContext From(string address) => new() { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1) };

    private static bool IsEnded(Socket socket)
    {
        if (!socket.Poll(0, SelectMode.SelectRead))
        {
            return false;
        }

        try
        {
            return socket.Receive(new byte[1]) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static async Task<Socket> OpenAsync(string from, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
