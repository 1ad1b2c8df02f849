using System.CommandLine;

namespace Webhook.Cluster.Operations;

/// <summary>A value that <c>-</c> has read from standard input, so that no process list shows it.</summary>
internal static class HiddenValue
{
    private const string FromInput = "-";

    /// <summary>The value of <paramref name="option"/>, null when it was not given; false, and a sentence on standard error, when standard input has none.</summary>
    public static bool TryRead(ParseResult parsed, Option<string?> option, out string? value)
    {
        value = parsed.GetValue(option);
        if (value != FromInput)
        {
            return true;
        }

        value = Console.In.ReadLine();
        if (!string.IsNullOrWhiteSpace(value))
        {
            return true;
        }

        // What was to write it may have failed; nothing may be removed for that.
        Console.Error.WriteLine($"{option.Name}: standard input gave no value, so nothing was done; give one line, or write {option.Name} \"\" for none.");
        return false;
    }
}
