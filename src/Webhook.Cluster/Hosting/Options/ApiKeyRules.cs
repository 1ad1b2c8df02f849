namespace Webhook.Cluster.Hosting.Options;

/// <summary>The rules for API keys. No sentence repeats a key, not even a part of it.</summary>
internal static class ApiKeyRules
{
    private const int LeastLength = 16;

    public static IEnumerable<string> FaultsOf(ApiKeyOptions[] keys)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < keys.Length; i++)
        {
            var path = $"Webhook:ApiKeys:{i}";
            foreach (var fault in FaultsOf(path, keys[i]))
            {
                yield return fault;
            }

            if (!string.IsNullOrWhiteSpace(keys[i].Name) && !names.Add(keys[i].Name))
            {
                yield return $"{path}:Name is taken by an earlier key; give each key a name of its own.";
            }
        }
    }

    private static IEnumerable<string> FaultsOf(string path, ApiKeyOptions key)
    {
        if (string.IsNullOrWhiteSpace(key.Name) || key.Name.Length > 64 || key.Name.Any(char.IsControl))
        {
            yield return $"{path}:Name is missing or unusable; write 1 to 64 characters, as they shall stand in the log.";
        }

        if (key.Role is null)
        {
            yield return $"{path}:Role is missing; write sender or operator.";
        }

        switch (string.IsNullOrEmpty(key.Key), string.IsNullOrEmpty(key.KeyHash))
        {
            case (true, true):
                yield return $"{path}:Key is missing; write it, or its SHA-256 as {path}:KeyHash.";
                break;
            case (false, false):
                yield return $"{path}:KeyHash stands beside Key; keep one of the two.";
                break;
            case (false, true) when key.Key!.Length < LeastLength || key.Key.Any(c => c is <= ' ' or > '~'):
                yield return $"{path}:Key is unusable; write at least {LeastLength} printable ASCII characters without spaces.";
                break;
            case (true, false) when key.KeyHash!.Length != 64 || !key.KeyHash.All(char.IsAsciiHexDigit):
                yield return $"{path}:KeyHash is not a SHA-256; write its 64 hexadecimal digits.";
                break;
            default:
                break;
        }
    }
}
