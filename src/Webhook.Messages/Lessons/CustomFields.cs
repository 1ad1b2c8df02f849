using System.Text.Json;

namespace Webhook.Messages;

/// <summary>An object of any JSON values. Order and the exact text of numbers are kept: <c>2.50</c> stays <c>2.50</c>.</summary>
public sealed class CustomFields : IEquatable<CustomFields>
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    /// <summary>The fields in order: name and JSON text of the value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    /// <summary>Adds a field whose value is text.</summary>
    /// <returns>The same object, for further fields.</returns>
    /// <exception cref="ArgumentException">The text holds half a surrogate pair.</exception>
    public CustomFields Add(string name, string? value) =>
        Append(name, value is null ? "null" : JsonSerializer.Serialize(WholeText.Check(value), PayloadJson.Texts.String));

    /// <summary>Adds a field whose value is a number, written as it is.</summary>
    public CustomFields Add(string name, decimal value) => Append(name, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Adds a field whose value is true or false.</summary>
    public CustomFields Add(string name, bool value) => Append(name, value ? "true" : "false");

    /// <summary>Adds a field whose value is any JSON, given as text.</summary>
    /// <exception cref="JsonException"><paramref name="json"/> is not one well-formed JSON value.</exception>
    public CustomFields AddJson(string name, string json)
    {
        using var document = JsonDocument.Parse(json);
        return Append(name, document.RootElement.GetRawText());
    }

    /// <inheritdoc />
    public bool Equals(CustomFields? other) => other is not null && _fields.SequenceEqual(other._fields);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as CustomFields);

    /// <inheritdoc />
    public override int GetHashCode() => _fields.Count == 0 ? 0 : HashCode.Combine(_fields.Count, _fields[0].Key, _fields[^1].Value);

    private CustomFields Append(string name, string json)
    {
        ArgumentNullException.ThrowIfNull(name);
        _fields.Add(new(name, json));
        return this;
    }
}
