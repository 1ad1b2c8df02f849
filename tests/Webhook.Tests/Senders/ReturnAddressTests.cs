using System.Net.NetworkInformation;
using Webhook.Messages;

namespace Webhook.Tests.Senders;

/// <summary>A sender whose receipts could not reach it says so at once, where every event would wait for ever.</summary>
public sealed class ReturnAddressTests
{
    [Theory]
    [InlineData("127.0.0.1", null, "198.51.100.7:4053", "HostName is 127.0.0.1")]
    [InlineData("localhost", null, "192.0.2.1:4053", "HostName is localhost")]
    [InlineData("0.0.0.0", null, "127.0.0.1:4053", "HostName is 0.0.0.0")]
    [InlineData("::", null, "127.0.0.1:4053", "HostName is ::")]
    [InlineData("0.0.0.0", "127.0.0.1", "[2001:db8::1]:4053", "PublicHostName is 127.0.0.1")]
    public void An_address_that_leads_nowhere_is_refused(string hostName, string? publicHostName, string contactPoint, string fault)
    {
        var refused = Assert.Throws<ArgumentException>(() => LessonEventSender.Connect(Options(hostName, publicHostName, contactPoint)));
        Assert.StartsWith(fault, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", null, "127.0.0.1:1")]
    [InlineData("127.0.0.1", null, "localhost:1")]
    [InlineData("127.0.0.1", "sender-1", "192.0.2.1:1")]
    [InlineData("127.0.0.1", null, "no-such-name.invalid:1")]
    public async Task One_that_may_lead_here_is_taken(string hostName, string? publicHostName, string contactPoint) =>
        await LessonEventSender.Connect(Options(hostName, publicHostName, contactPoint)).DisposeAsync();

    [Fact]
    public async Task A_node_at_an_address_of_this_machine_reaches_loopback()
    {
        var own = NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)
            .FirstOrDefault(a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && !System.Net.IPAddress.IsLoopback(a));
        if (own is not null)
        {
            await LessonEventSender.Connect(Options("127.0.0.1", null, $"{own}:1")).DisposeAsync();
        }

        await LessonEventSender.Connect(Options("127.0.0.1", null, $"{Environment.MachineName}:1")).DisposeAsync();
    }

    [Fact]
    public void A_contact_point_of_another_system_is_refused()
    {
        var refused = Assert.Throws<ArgumentException>(() => LessonEventSender.Connect(Options("127.0.0.1", null, "akka.tcp://Webhook@127.0.0.1:4053")));
        Assert.StartsWith("ContactPoints holds 'akka.tcp://Webhook@127.0.0.1:4053', which is no address here", refused.Message, StringComparison.Ordinal);
    }

    private static LessonEventSenderOptions Options(string hostName, string? publicHostName, string contactPoint) =>
        new() { HostName = hostName, PublicHostName = publicHostName, ContactPoints = [contactPoint] };
}
