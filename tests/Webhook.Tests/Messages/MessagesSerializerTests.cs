using System.Runtime.Serialization;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using CsCheck;
using Webhook.Messages;
using Webhook.Messages.Serialization;
using Webhook.Tests.Golden;

namespace Webhook.Tests.Messages;

public sealed class MessagesSerializerTests : TestKit
{
    private const string Id = "customer-1";

    public MessagesSerializerTests()
        : base(MessagesSerializer.Config)
    {
    }

    public static TheoryData<object> Messages() =>
    [
        new RenderedEvent(Id, "event-1", "{\"a\":\"\\n\"}\n\0"u8.ToArray()),
        new EventBatch([new RenderedEvent(Id, "event-1", "{\"a\":\"\\n\"}\n"u8.ToArray()), new RenderedEvent("customer-2", "event-1", "{}"u8.ToArray())]),
        new ReceiptBatch([new Accepted(Id, "event-1"), new Duplicate(Id, "event-2"), new Rejected(Id, "event-3", RejectReason.TooLarge, null, "It is too large.")]),
        new Accepted(Id, "event-1"),
        new Duplicate(Id, "event-1"),
        new Rejected(Id, "event-1", RejectReason.Invalid, "lesson.title", "It is missing; it is required."),
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_is_written_and_read_as_it_always_was(object message) => GoldenFile.Check(MessagesSerializer.Table, "messages", message);

    [Fact]
    public void Every_manifest_has_a_golden_file() =>
        Assert.Equal(MessagesSerializer.Table.Manifests.Order(StringComparer.Ordinal), GoldenFile.ManifestsOf("messages"));

    [Fact]
    public void A_typed_event_is_rendered_as_it_is_sent_and_arrives_rendered()
    {
        var lesson = Lessons.Sample(Id, "event-1");
        var serializer = Assert.IsType<MessagesSerializer>(Sys.Serialization.FindSerializerFor(lesson));
        var arrived = serializer.FromBinary(serializer.ToBinary(lesson), serializer.Manifest(lesson));
        Assert.Equal(LessonPayload.ToRendered(lesson), arrived);
    }

    [Fact]
    public void Hostile_bytes_raise_a_SerializationException_and_nothing_else() =>
        Gen.Select(Gen.OneOf(Gen.OneOfConst("lc1", "lb1", "ra1", "rd1", "rr1", "rb1"), Gen.String[0, 5]), Gen.Byte.Array[0, 200]).Sample((manifest, bytes) =>
        {
            try
            {
                MessagesSerializer.Table.Read(bytes, manifest);
                return true;
            }
            catch (SerializationException)
            {
                return true;
            }
        });

    [Fact]
    public void A_type_without_a_serializer_of_its_own_is_refused_both_ways()
    {
        var serializer = Assert.IsType<RefusedJsonSerializer>(Sys.Serialization.FindSerializerFor(new Dictionary<string, string>()));
        Assert.Equal(1, serializer.Identifier);
        Assert.Throws<SerializationException>(() => serializer.ToBinary("text"));
        Assert.Throws<SerializationException>(() => serializer.FromBinary("{\"$type\":\"System.IO.FileInfo\"}"u8.ToArray(), typeof(object)));
        Assert.NotNull(new RefusedJsonSerializer((ExtendedActorSystem)Sys));
    }
}
