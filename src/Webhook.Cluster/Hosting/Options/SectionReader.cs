using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace Webhook.Cluster.Hosting.Options;

/// <summary>
/// Binds a section to an object and notes every fault on the way: the binder of the framework ignores misspelt keys, and
/// stops at the first value that it cannot read.
/// </summary>
internal sealed class SectionReader(ICollection<string> faults)
{
    /// <summary>Sets the properties of <paramref name="target"/> from <paramref name="section"/>.</summary>
    public void Fill(object target, IConfigurationSection section)
    {
        var properties = target.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        if (!string.IsNullOrEmpty(section.Value))
        {
            faults.Add($"{section.Path} has a value of its own; it takes only the settings {Names(properties)} below it.");
        }

        foreach (var child in section.GetChildren())
        {
            var property = properties.FirstOrDefault(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                faults.Add($"{child.Path} is unknown; {section.Path} takes {Names(properties)}.");
            }
            else if (Read(property.PropertyType, property.GetValue(target), child) is { } value)
            {
                property.SetValue(target, value);
            }
        }
    }

    /// <summary>The value of <paramref name="section"/>; null keeps what is there.</summary>
    private object? Read(Type type, object? current, IConfigurationSection section)
    {
        if (type.IsArray)
        {
            return ReadArray(type.GetElementType()!, section);
        }

        if (type.Namespace?.StartsWith(nameof(Webhook), StringComparison.Ordinal) == true && type.IsClass)
        {
            current ??= Activator.CreateInstance(type)!;
            Fill(current, section);
            return current;
        }

        foreach (var child in section.GetChildren())
        {
            faults.Add($"{child.Path} is unknown; {section.Path} takes a single value.");
        }

        return section.Value is null ? null : Parse(Nullable.GetUnderlyingType(type) ?? type, section);
    }

    private Array? ReadArray(Type element, IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            faults.Add($"{section.Path} is a list; write its entries as {section.Path}:0, {section.Path}:1 and so on.");
            return null;
        }

        var entries = new List<object>();
        foreach (var child in section.GetChildren())
        {
            if (!int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                faults.Add($"{child.Path} is unknown; {section.Path} is a list, whose entries are numbered from 0.");
            }
            else if (Read(element, null, child) is { } entry)
            {
                entries.Add(entry);
            }
        }

        var array = Array.CreateInstance(element, entries.Count);
        ((ICollection)entries).CopyTo(array, 0);
        return array;
    }

    private object? Parse(Type type, IConfigurationSection section)
    {
        if (type == typeof(string))
        {
            return section.Value;
        }

        var text = section.Value!.Trim();
        if (type.IsEnum)
        {
            // By name only: a number would also be taken that names nothing.
            if (type.GetEnumNames().FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name)
            {
                return Enum.Parse(type, name);
            }
        }
        else if (TypeDescriptor.GetConverter(type) is var converter && converter.IsValid(text))
        {
            return converter.ConvertFromInvariantString(text);
        }

        faults.Add($"{section.Path} is not {Wanted(type)}.");
        return null;
    }

    private static string Wanted(Type type) =>
        type == typeof(TimeSpan) ? "a time span; write it as [days.]hours:minutes:seconds, such as 00:05:00"
        : type == typeof(bool) ? "a yes or no; write true or false"
        : type.IsEnum ? $"one of its values; write {string.Join(" or ", type.GetEnumNames()).ToLowerInvariant()}"
        : "a whole number; write digits only, such as 8080";

    private static string Names(PropertyInfo[] properties) => string.Join(", ", properties.Select(p => p.Name));
}
