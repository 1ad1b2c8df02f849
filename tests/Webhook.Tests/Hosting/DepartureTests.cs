using Akka.Actor;
using Akka.Util;
using Webhook.Cluster.Gateway;
using Webhook.Cluster.Hosting;
using Webhook.Messages;
using Webhook.Tests.Api;

namespace Webhook.Tests.Hosting;

public sealed class DepartureTests
{
    [Fact]
    public async Task The_host_gives_a_shutdown_all_the_time_that_its_phases_may_take()
    {
        await using var node = await ApiNode.StartAsync();
        Assert.InRange(CoordinatedShutdown.Get(node.System).TotalTimeout, TimeSpan.FromSeconds(30), NetworkSetup.ShutdownTimeout);
    }

    [Fact]
    public async Task A_member_carries_the_version_of_its_program()
    {
        await using var node = await ApiNode.StartAsync();
        Assert.Equal(
            AppVersion.Create(typeof(Node).Assembly.GetName().Version!.ToString(3)),
            Akka.Cluster.Cluster.Get(node.System).SelfMember.AppVersion);
    }

    [Fact]
    public async Task A_closed_gateway_tells_senders_to_send_again()
    {
        await using var node = await ApiNode.StartAsync();
        var gateway = node.System.ActorSelection($"/user/{LessonGateway.Name}");
        gateway.Tell(LessonGateway.Close.Instance);
        var receipt = await gateway.Ask<Rejected>(LessonPayload.ToRendered(Lessons.Sample("customer-1", "event-1")), TimeSpan.FromSeconds(30));
        Assert.Equal(RejectReason.Overloaded, receipt.Reason);
    }
}
