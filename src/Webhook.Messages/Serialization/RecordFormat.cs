using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Webhook.Messages.Serialization;

/// <summary>
/// How one type is written: a line of JSON, then, where it carries a payload, a line feed and the payload's bytes untouched.
/// The type comes from a manifest in a fixed table, never from the bytes.
/// </summary>
public abstract class RecordFormat
{
    private protected RecordFormat(string manifest, Type type)
    {
        Manifest = manifest;
        Type = type;
    }

    /// <summary>The short versioned name that stands beside the bytes.</summary>
    public string Manifest { get; }

    /// <summary>The type that is written.</summary>
    public Type Type { get; }

    /// <summary>A type without a payload.</summary>
    public static RecordFormat Of<T>(string manifest, JsonTypeInfo<T> json)
        where T : class => new Plain<T>(manifest, json);

    /// <summary>A type without a payload, written by way of <typeparamref name="TShape"/>.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="json">How the shape is written.</param>
    /// <param name="to">Gives a value its shape.</param>
    /// <param name="from">Gives the value back.</param>
    public static RecordFormat Of<T, TShape>(string manifest, JsonTypeInfo<TShape> json, Func<T, TShape> to, Func<TShape, T> from)
        where T : class
        where TShape : class => new Shaped<T, TShape>(manifest, json, to, from);

    /// <summary>A type with a payload, written by way of a header <typeparamref name="THeader"/> that leaves it out.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="json">How the header is written.</param>
    /// <param name="split">Takes a value apart.</param>
    /// <param name="join">Puts it together; the payload it is given belongs to it.</param>
    public static RecordFormat Of<T, THeader>(
        string manifest,
        JsonTypeInfo<THeader> json,
        Func<T, (THeader Header, ReadOnlyMemory<byte> Payload)> split,
        Func<THeader, ReadOnlyMemory<byte>, T> join)
        where T : class
        where THeader : class => new WithPayload<T, THeader>(manifest, json, split, join);

    /// <summary>The bytes of <paramref name="value"/>, which must be of <see cref="Type"/>.</summary>
    public abstract byte[] Write(object value);

    /// <summary>The value in <paramref name="bytes"/>.</summary>
    /// <exception cref="SerializationException">The bytes are not a record of this format.</exception>
    public object Read(byte[] bytes)
    {
        try
        {
            return ReadUnguarded(bytes);
        }
        // A null inside a list passes the reader and surfaces only where the value is put together.
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException or InvalidOperationException or OverflowException
            or NotSupportedException or NullReferenceException)
        {
            throw new SerializationException($"The bytes under manifest {Manifest} are not a {Type.Name}.", e);
        }
    }

    private protected abstract object ReadUnguarded(byte[] bytes);

    private static TValue Required<TValue>(TValue? value, string manifest)
        where TValue : class => value ?? throw new SerializationException($"The record under manifest {manifest} is null.");

    private sealed class Plain<T>(string manifest, JsonTypeInfo<T> json) : RecordFormat(manifest, typeof(T))
        where T : class
    {
        private readonly JsonTypeInfo<T> _reading = StrictReading.Of(json);

        public override byte[] Write(object value) => JsonSerializer.SerializeToUtf8Bytes((T)value, json);

        private protected override object ReadUnguarded(byte[] bytes) => Required(JsonSerializer.Deserialize(bytes, _reading), Manifest);
    }

    private sealed class Shaped<T, TShape>(string manifest, JsonTypeInfo<TShape> json, Func<T, TShape> to, Func<TShape, T> from)
        : RecordFormat(manifest, typeof(T))
        where T : class
        where TShape : class
    {
        private readonly JsonTypeInfo<TShape> _reading = StrictReading.Of(json);

        public override byte[] Write(object value) => JsonSerializer.SerializeToUtf8Bytes(to((T)value), json);

        private protected override object ReadUnguarded(byte[] bytes) => from(Required(JsonSerializer.Deserialize(bytes, _reading), Manifest));
    }

    private sealed class WithPayload<T, THeader>(
        string manifest,
        JsonTypeInfo<THeader> json,
        Func<T, (THeader Header, ReadOnlyMemory<byte> Payload)> split,
        Func<THeader, ReadOnlyMemory<byte>, T> join) : RecordFormat(manifest, typeof(T))
        where T : class
        where THeader : class
    {
        private const byte LineFeed = (byte)'\n';
        private readonly JsonTypeInfo<THeader> _reading = StrictReading.Of(json);

        public override byte[] Write(object value)
        {
            var (header, payload) = split((T)value);
            var line = JsonSerializer.SerializeToUtf8Bytes(header, json);
            var bytes = new byte[line.Length + 1 + payload.Length];
            line.CopyTo(bytes, 0);
            bytes[line.Length] = LineFeed;
            payload.Span.CopyTo(bytes.AsSpan(line.Length + 1));
            return bytes;
        }

        private protected override object ReadUnguarded(byte[] bytes)
        {
            var end = Array.IndexOf(bytes, LineFeed);
            if (end < 0)
            {
                throw new SerializationException($"The record under manifest {Manifest} has no payload.");
            }

            var header = Required(JsonSerializer.Deserialize(bytes.AsSpan(0, end), _reading), Manifest);
            return join(header, bytes.AsMemory(end + 1));
        }
    }
}
