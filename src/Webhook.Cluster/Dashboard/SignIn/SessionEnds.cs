using System.Collections.Concurrent;
using System.Security.Claims;

namespace Webhook.Cluster.Dashboard.SignIn;

/// <summary>
/// Which sessions are over. A cookie that was copied before its owner signed out opens nothing on this node; the others, which do not
/// hear of it, take it until its end.
/// </summary>
internal sealed class SessionEnds(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _signedOut = new(StringComparer.Ordinal);

    /// <summary>Ends the session of <paramref name="user"/>; does nothing for who has none.</summary>
    public void SignOut(ClaimsPrincipal user)
    {
        if (Session.IdOf(user) is not { } id)
        {
            return;
        }

        foreach (var over in _signedOut.Where(s => s.Value <= clock.GetUtcNow()))
        {
            _signedOut.TryRemove(over);
        }

        _signedOut[id] = Session.EndOf(user);
    }

    /// <summary>Whether the session of <paramref name="user"/> is over; false for who needs none.</summary>
    public bool IsOver(ClaimsPrincipal user) =>
        Session.IdOf(user) is { } id && (_signedOut.ContainsKey(id) || Session.EndOf(user) <= clock.GetUtcNow());
}
