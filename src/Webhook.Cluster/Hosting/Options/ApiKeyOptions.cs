namespace Webhook.Cluster.Hosting.Options;

/// <summary>What a key allows.</summary>
public enum ApiRole
{
    /// <summary>Handing over events, nothing else.</summary>
    Sender,

    /// <summary>Everything.</summary>
    Operator,
}

/// <summary>One of <c>Webhook:ApiKeys</c>.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>The key's name in the log.</summary>
    public string Name { get; set; } = "";

    /// <summary>The key itself.</summary>
    public string? Key { get; set; }

    /// <summary>Instead of the key, the 64 hexadecimal digits of its SHA-256.</summary>
    public string? KeyHash { get; set; }

    /// <summary>What it allows; must be given.</summary>
    public ApiRole? Role { get; set; }
}
