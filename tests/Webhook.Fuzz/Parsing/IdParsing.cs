using Webhook.Fuzz.Surfaces;
using Webhook.Messages;

namespace Webhook.Fuzz.Parsing;

/// <summary>Ids and traces: what passes can stand in a header, a path and a log line.</summary>
internal static class IdParsing
{
    public static void Subscription(string text) => Surface.Promise(
        Ids.CheckSubscriptionId(text) is { } fault ? IsShown(fault) : Uri.EscapeDataString(text) == text && text[0] != '.',
        "A subscription's id needs no escape in a path.");

    public static void Event(string text) => Surface.Promise(
        Ids.CheckEventId(text) is { } fault ? IsShown(fault) : text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ':' or '-'),
        "An event's id can be sent as a header's value.");

    public static void TraceParent(string text) => Surface.Promise(
        Tracing.Checked(text) is not { } taken || (taken == text && text.All(c => char.IsAsciiHexDigitLower(c) || c == '-')),
        "A traceparent that is passed on is hexadecimal.");

    private static bool IsShown(string fault) => fault.Length < 200 && !fault.Any(char.IsControl);
}
