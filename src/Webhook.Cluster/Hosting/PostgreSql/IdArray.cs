using Npgsql;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>Ids as the one parameter of a prepared statement that unfolds them.</summary>
internal static class IdArray
{
    /// <summary>
    /// The server takes an array whose length it does not know for one of ten: for a shorter one it would think a plan made anew each time the
    /// cheaper one, which takes it three times as long.
    /// </summary>
    private const int AtLeast = 10;

    /// <summary>The parameter; what fills it up is nobody's id.</summary>
    public static NpgsqlParameter Of(IReadOnlyList<string> ids) => new NpgsqlParameter<string?[]>
    {
        TypedValue = [.. ids, .. Enumerable.Repeat<string?>(null, Math.Max(0, AtLeast - ids.Count))],
    };
}
