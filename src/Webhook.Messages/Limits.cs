namespace Webhook.Messages;

/// <summary>Sizes that the contract fixes.</summary>
public static class Limits
{
    /// <summary>The most bytes a rendered payload may have: 64 KiB.</summary>
    public const int PayloadBytes = 64 * 1024;

    /// <summary>The most characters a subscription id or an event id may have.</summary>
    public const int IdLength = 128;
}
