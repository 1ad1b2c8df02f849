using Akka.Persistence;
using Akka.Persistence.TestKit;

namespace Webhook.Tests.Actor;

/// <summary>Holds what the journal does for each record, and counts.</summary>
internal sealed class Held(Task until, Exception? end = null) : IJournalInterceptor
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public async Task InterceptAsync(IPersistentRepresentation message)
    {
        Interlocked.Increment(ref _count);
        await until;
        if (end is not null)
        {
            throw end;
        }
    }
}
