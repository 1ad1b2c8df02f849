using System.Collections.Frozen;
using System.Runtime.Serialization;

namespace Webhook.Messages.Serialization;

/// <summary>All formats that a serializer knows. A manifest once written stays in the table for ever.</summary>
public sealed class RecordTable
{
    private readonly FrozenDictionary<string, RecordFormat> _byManifest;
    private readonly FrozenDictionary<Type, RecordFormat> _byType;

    /// <summary>A table of <paramref name="formats"/>; the last one for a type is the one that is written.</summary>
    public RecordTable(params IReadOnlyList<RecordFormat> formats)
    {
        _byManifest = formats.ToFrozenDictionary(f => f.Manifest, StringComparer.Ordinal);
        _byType = formats.GroupBy(f => f.Type).ToFrozenDictionary(g => g.Key, g => g.Last());
    }

    /// <summary>Every manifest, for tests that keep a golden file of each.</summary>
    public IEnumerable<string> Manifests => _byManifest.Keys;

    /// <summary>The manifest of <paramref name="value"/>'s type.</summary>
    /// <exception cref="SerializationException">The type is not in the table.</exception>
    public string ManifestOf(object value) => FormatOf(value).Manifest;

    /// <summary>The bytes of <paramref name="value"/>.</summary>
    /// <exception cref="SerializationException">The type is not in the table.</exception>
    public byte[] Write(object value) => FormatOf(value).Write(value);

    /// <summary>The value in <paramref name="bytes"/>.</summary>
    /// <exception cref="SerializationException">The manifest is unknown, or the bytes are not of its format.</exception>
    public object Read(byte[] bytes, string manifest) =>
        _byManifest.TryGetValue(manifest, out var format)
            ? format.Read(bytes)
            : throw new SerializationException($"No record is known under this manifest ({manifest.Length} characters); a newer version may have written it.");

    private RecordFormat FormatOf(object value) =>
        _byType.TryGetValue(value.GetType(), out var format)
            ? format
            : throw new SerializationException($"{value.GetType().FullName} has no format.");
}
