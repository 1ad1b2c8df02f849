using System.Text;

namespace Webhook.Tests.Telemetry;

/// <summary>A span as OTLP carries it; ids in lower-case hex.</summary>
internal sealed record ReceivedSpan(string Name, string TraceId, string SpanId, string ParentId, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<string> Links)
{
    /// <summary>As the header <c>traceparent</c> names it.</summary>
    public string TraceParent => $"00-{TraceId}-{SpanId}-01";

    /// <summary>The spans of an <c>ExportTraceServiceRequest</c>.</summary>
    public static IEnumerable<ReceivedSpan> AllIn(byte[] request) =>
        from resource in Parts(request, 1)
        from scope in Parts(resource, 2)
        from span in Parts(scope, 2)
        select new ReceivedSpan(
            Encoding.UTF8.GetString(Parts(span, 5).Single()),
            Hex(Parts(span, 1).Single()),
            Hex(Parts(span, 2).Single()),
            Hex(Parts(span, 4).SingleOrDefault([])),
            Parts(span, 9).Where(tag => Parts(Parts(tag, 2).Single(), 1).Any()).ToDictionary(
                tag => Encoding.UTF8.GetString(Parts(tag, 1).Single()),
                tag => Encoding.UTF8.GetString(Parts(Parts(tag, 2).Single(), 1).Single())),
            [.. Parts(span, 13).Select(link => $"{Hex(Parts(link, 1).Single())}-{Hex(Parts(link, 2).Single())}")]);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    /// <summary>The values of one field of a protobuf message that have a length: bytes, text and messages.</summary>
    private static IEnumerable<byte[]> Parts(byte[] message, int field)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            switch (key & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    if (key >> 3 == (ulong)field)
                    {
                        yield return message[at..(at + length)];
                    }

                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {key & 7} is not in use.");
            }
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
