using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Webhook.Messages;

/// <summary>Where a thread writes payloads, one after the other; grows to the largest that it saw, which is bounded.</summary>
internal static class PayloadBuffer
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _bytes;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>This thread's writer at the start of a payload; what was written before is forgotten.</summary>
    public static Utf8JsonWriter Begin()
    {
        Make();
        _bytes.ResetWrittenCount();
        _writer.Reset();
        return _writer;
    }

    /// <summary>What this thread wrote since <see cref="Begin"/>; it lies there until the next.</summary>
    public static ReadOnlySpan<byte> End()
    {
        Make();
        _writer.Flush();
        return _bytes.WrittenSpan;
    }

    [MemberNotNull(nameof(_bytes), nameof(_writer))]
    private static void Make()
    {
        _bytes ??= new ArrayBufferWriter<byte>(1024);
        _writer ??= new Utf8JsonWriter(_bytes, PayloadJson.Writing);
    }
}
