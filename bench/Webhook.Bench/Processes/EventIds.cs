using System.Globalization;

namespace Webhook.Bench.Processes;

/// <summary>How events and subscriptions are named by their number.</summary>
internal static class EventIds
{
    public static string Of(long number) => string.Create(CultureInfo.InvariantCulture, $"e{number}");

    /// <summary>The number of an event; null for other ids, such as those of tests.</summary>
    public static long? Number(ReadOnlySpan<char> eventId) =>
        eventId is ['e', .. var digits] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static string Subscription(long number) => string.Create(CultureInfo.InvariantCulture, $"customer-{number}");
}
