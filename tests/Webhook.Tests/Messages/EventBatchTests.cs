using System.Runtime.Serialization;
using CsCheck;
using Webhook.Messages;
using Webhook.Messages.Serialization;

namespace Webhook.Tests.Messages;

public sealed class EventBatchTests
{
    private static readonly Gen<RenderedEvent> Event = Gen.Select(
        Gen.String[1, 20], Gen.String[1, 20], Gen.Byte.Array[0, 300], Gen.OneOfConst<string?>(null, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        (subscription, id, payload, trace) => new RenderedEvent(subscription, id, payload) { TraceParent = trace });

    [Fact]
    public void A_batch_arrives_with_every_event_in_its_order_and_byte_for_byte() => Event.List[0, 20].Sample(events =>
    {
        var read = (EventBatch)MessagesSerializer.Table.Read(MessagesSerializer.Table.Write(new EventBatch(events)), "lb1");
        return read.Events.SequenceEqual(events) && read.Events.Select(e => e.TraceParent).SequenceEqual(events.Select(e => e.TraceParent));
    });

    [Fact]
    public void Receipts_of_all_kinds_arrive_each_once()
    {
        Receipt[] receipts =
        [
            new Accepted("a", "1"), new Rejected("b", "2", RejectReason.Conflict, null, "Why."), new Duplicate("a", "3"), new Accepted("c", "1"),
        ];
        var read = (ReceiptBatch)MessagesSerializer.Table.Read(MessagesSerializer.Table.Write(new ReceiptBatch(receipts)), "rb1");
        Assert.Equal(receipts.ToHashSet(), read.Receipts.ToHashSet());
        Assert.Equal(receipts.Length, read.Receipts.Count);
    }

    [Theory]
    [InlineData("{\"events\":[{\"subscription_id\":\"a\",\"event_id\":\"1\",\"length\":3}]}\n{}")]
    [InlineData("{\"events\":[{\"subscription_id\":\"a\",\"event_id\":\"1\",\"length\":1}]}\n{}")]
    [InlineData("{\"events\":[{\"subscription_id\":\"a\",\"event_id\":\"1\",\"length\":-1}]}\n{}")]
    [InlineData("{\"events\":[{\"subscription_id\":\"a\",\"event_id\":\"1\",\"length\":2147483647},{\"subscription_id\":\"a\",\"event_id\":\"1\",\"length\":2147483647}]}\n{}")]
    [InlineData("{\"events\":[{\"event_id\":\"1\",\"length\":2}]}\n{}")]
    [InlineData("{\"events\":[{\"subscription_id\":\"a\",\"length\":2}]}\n{}")]
    [InlineData("{\"events\":[{\"subscription_id\":\"a\",\"event_id\":\"1\"}]}\n")]
    [InlineData("{\"events\":[{\"subscription_id\":null,\"event_id\":\"1\",\"length\":2}]}\n{}")]
    [InlineData("{\"events\":[null]}\n{}")]
    [InlineData("{\"events\":null}\n{}")]
    public void A_batch_whose_lengths_are_not_its_payloads_is_refused_whole(string record) =>
        Assert.Throws<SerializationException>(() => MessagesSerializer.Table.Read(System.Text.Encoding.UTF8.GetBytes(record), "lb1"));

    [Theory]
    [InlineData("{\"accepted\":[{\"event_id\":\"1\"}],\"duplicate\":[],\"rejected\":[]}")]
    [InlineData("{\"accepted\":[{\"subscription_id\":\"a\"}],\"duplicate\":[],\"rejected\":[]}")]
    [InlineData("{\"accepted\":[{\"subscription_id\":null,\"event_id\":\"1\"}],\"duplicate\":[],\"rejected\":[]}")]
    [InlineData("{\"accepted\":[],\"duplicate\":[{\"subscription_id\":\"a\",\"event_id\":null}],\"rejected\":[]}")]
    [InlineData("{\"accepted\":[null],\"duplicate\":[],\"rejected\":[]}")]
    [InlineData("{\"accepted\":[],\"duplicate\":[null],\"rejected\":[]}")]
    [InlineData("{\"accepted\":[],\"duplicate\":[],\"rejected\":[null]}")]
    [InlineData("{\"accepted\":null,\"duplicate\":[],\"rejected\":[]}")]
    [InlineData("{\"accepted\":[],\"duplicate\":[]}")]
    [InlineData("{\"accepted\":[],\"duplicate\":[],\"rejected\":[{\"subscription_id\":\"a\",\"event_id\":\"1\",\"detail\":\"Why.\"}]}")]
    [InlineData("{\"accepted\":[],\"duplicate\":[],\"rejected\":[{\"subscription_id\":\"a\",\"event_id\":\"1\",\"reason\":\"Conflict\"}]}")]
    public void A_batch_of_receipts_with_half_a_receipt_is_refused_whole(string record) =>
        Assert.Throws<SerializationException>(() => MessagesSerializer.Table.Read(System.Text.Encoding.UTF8.GetBytes(record), "rb1"));
}
