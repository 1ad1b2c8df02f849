namespace Webhook.Messages;

/// <summary>What ids may hold.</summary>
public static class Ids
{
    /// <summary>The operators' own subscription: the cluster itself sends it what they should know. No customer's id looks like it.</summary>
    public const string Operations = "_operations";

    /// <summary>What is wrong with the id of a customer's subscription, in a sentence; null when nothing is.</summary>
    public static string? CheckSubscriptionId(string? id) => id == Operations
        ? "It is the operators' own subscription, which takes no lesson events; give the id of a customer's."
        : Check(id, "._-", mayStartWithSign: false);

    /// <summary>What is wrong with an event id, in a sentence; null when nothing is.</summary>
    public static string? CheckEventId(string? id) => Check(id, "_:-", mayStartWithSign: true);

    private static string? Check(string? id, string signs, bool mayStartWithSign)
    {
        if (string.IsNullOrEmpty(id))
        {
            return $"It is missing or empty; {Allowed(signs, mayStartWithSign)}";
        }

        if (id.Length > Limits.IdLength)
        {
            return $"It has {id.Length} characters; {Allowed(signs, mayStartWithSign)}";
        }

        for (var i = 0; i < id.Length; i++)
        {
            var isSign = signs.Contains(id[i], StringComparison.Ordinal);
            if (!char.IsAsciiLetterOrDigit(id[i]) && !isSign)
            {
                return $"Character {i + 1} (U+{(int)id[i]:X4}) is not allowed; {Allowed(signs, mayStartWithSign)}";
            }

            if (i == 0 && isSign && !mayStartWithSign)
            {
                return $"It starts with a sign; {Allowed(signs, mayStartWithSign)}";
            }
        }

        return null;
    }

    private static string Allowed(string signs, bool mayStartWithSign) =>
        $"give 1 to {Limits.IdLength} of A-Z a-z 0-9 {string.Join(' ', signs.ToCharArray())}{(mayStartWithSign ? "" : ", first a letter or digit")}.";
}
