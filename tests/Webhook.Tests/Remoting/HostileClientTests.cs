using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Webhook.Messages;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Remoting;

/// <summary>
/// A stranger at the open remoting port: whatever comes, no object is made of it and the node goes on. One node takes all the
/// attacks, and has to deliver after each.
/// </summary>
public sealed class HostileClientTests(HostileTarget target) : IClassFixture<HostileTarget>
{
    private Address Address => target.Address;

    public static TheoryData<int, string, byte[]> Messages() => new()
    {
        { 1, Gadget.Manifest, Gadget.Json },
        { 1, "", Gadget.Json },
        { 1, "System.Diagnostics.Process, System.Diagnostics.Process", "{}"u8.ToArray() },
        { 3, "", [1, 2, 3] },
        { 2, "", [255, 255, 255] },
        { 6, "", [8, 1, 18, 255] },
        { 16, "no-such-manifest", [1] },
        { 22, "", [1, 2, 3] },
        { 8401, "lc1", "{\"subscription_id\":"u8.ToArray() },
        { 8401, "zz9", [0] },
        { 8402, "sc1", Gadget.Json },
        { 8403, "hb1", "{\"manifest\":\"hb1\"}\n{\"manifest\":\"hb1\"}\n"u8.ToArray() },
        { 8403, "er1", "{\"events\":[{\"subscription_id\":\"a\",\"event_id\":\"b\",\"length\":1000}]}\n{}"u8.ToArray() },
        { 8403, "er1", "{\"events\":[{\"subscription_id\":\"../no id/\",\"event_id\":\"\",\"length\":2}]}\n{}"u8.ToArray() },
        { 8403, "er1", "{\"events\":[]}\n"u8.ToArray() },
        { 8403, Gadget.Manifest, Gadget.Json },
        { 4711, Gadget.Manifest, Gadget.Json },
        { -1, new string('x', 10_000), new byte[100_000] },
        { 8401, "lc1", new byte[800_000] },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task A_message_of_any_serializer_and_manifest_creates_nothing_and_brings_nothing_down(int serializer, string manifest, byte[] bytes)
    {
        var before = Gadget.Created;
        using var stranger = HostileSystem.Claiming(serializer);
        foreach (var path in new[] { "/user/lesson-events", "/system/receptionist", "/system/cluster/core/daemon", "/system/sharding/subscription", "/remote" })
        {
            stranger.ActorSelection($"{Address}{path}").Tell(new Raw(manifest, bytes));
        }

        await AnsweredAsync(stranger);
        await DeliversAsync();
        Assert.Equal(before, Gadget.Created);
        await stranger.Terminate();
    }

    [Fact]
    public async Task Akka_s_own_serializer_would_have_made_the_object_that_is_refused_here()
    {
        using var open = HostileSystem.Plain();
        var before = Gadget.Created;
        open.Serialization.Deserialize(Gadget.Json, 1, Gadget.Manifest);
        Assert.Equal(before + 1, Gadget.Created);
        await open.Terminate();
    }

    [Fact]
    public async Task A_stranger_deploys_no_actor_here_though_akka_would_let_him()
    {
        using var open = HostileSystem.Plain(name: "open");
        using var stranger = HostileSystem.Plain();
        Deploy(stranger, ((ExtendedActorSystem)open).Provider.DefaultAddress);
        await Eventually.TrueAsync(() => GadgetActor.Created == 1, "an open system is deployed to");
        Deploy(stranger, Address);
        await AnsweredAsync(stranger);
        await DeliversAsync();
        Assert.Equal(1, GadgetActor.Created);
        await stranger.Terminate();
        await open.Terminate();
    }

    public static TheoryData<byte[]> Frames()
    {
        var noise = new byte[300_000];
        new Random(4).NextBytes(noise);
        return
        [
            noise,
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray(),
            Frame(int.MaxValue, noise),
            Frame(-1, noise),
            Frame(0, []),
            Frame(256_001, noise),
            Frame(64, new byte[64]),
            Frame(8, [255, 255, 255, 255, 255, 255, 255, 255]),
            // A handshake of the protocol's outer shape whose inside is cut off.
            Frame(6, [0x12, 0x7f, 0x08, 0x01, 0x12, 0x7f]),
            Frame(1_000, [1]),
        ];
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public async Task Bytes_that_are_no_frames_and_connections_left_open_bring_nothing_down(byte[] bytes)
    {
        var connections = new List<TcpClient>();
        for (var i = 0; i < 50; i++)
        {
            var connection = new TcpClient();
            connections.Add(connection);
            await connection.ConnectAsync(IPAddress.Loopback, Address.Port!.Value);
            try
            {
                await connection.GetStream().WriteAsync(bytes);
            }
            catch (IOException)
            {
                // It has been shown the door already.
            }
        }

        await DeliversAsync();
        connections.ForEach(c => c.Dispose());
        await DeliversAsync();
    }

    private static void Deploy(ActorSystem stranger, Address target) =>
        stranger.ActorOf(Props.Create(() => new GadgetActor()).WithDeploy(Akka.Actor.Deploy.None.WithScope(new RemoteScope(target))));

    /// <summary>Little-endian length, then the frame, as the transport writes them.</summary>
    private static byte[] Frame(int length, byte[] content)
    {
        var frame = new byte[4 + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        content.CopyTo(frame, 4);
        return frame;
    }

    /// <summary>The node answers on the same connection, so what was sent before has arrived. The answer may itself come as raw bytes.</summary>
    private Task AnsweredAsync(ActorSystem stranger) => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                var gateway = stranger.ActorSelection($"{Address}/user/lesson-events");
                return await gateway.Ask<object>(new Identify(1), TimeSpan.FromSeconds(2)) is ActorIdentity { Subject: not null } or Raw;
            }
            catch (AskTimeoutException)
            {
                return false;
            }
        },
        "the gateway answers");

    private async Task DeliversAsync()
    {
        var eventId = $"event-{Guid.NewGuid():N}";
        await using var sender = LessonEventSender.Connect(new LessonEventSenderOptions
        {
            ContactPoints = [$"{Address.Host}:{Address.Port}"],
            // Repeated because the first exchange is slow, the event would be a duplicate.
            FirstWait = TimeSpan.FromSeconds(20),
            LongestWait = TimeSpan.FromSeconds(20),
        });
        Assert.IsType<Accepted>(await sender.SendAsync(Lessons.Sample(HostileTarget.Subscription, eventId)).WaitAsync(TimeSpan.FromSeconds(30)));
        await Eventually.TrueAsync(() => target.Endpoint.All.Any(r => r.WebhookId == eventId), "the event is delivered");
    }
}
