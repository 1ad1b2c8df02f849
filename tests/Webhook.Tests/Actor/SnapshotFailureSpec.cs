using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.TestKit;

namespace Webhook.Tests.Actor;

/// <summary>A snapshot store that fails.</summary>
public sealed class SnapshotFailureSpec : ActorSpec
{
    private ITestSnapshotStore Snapshots => TestSnapshotStore.FromRef(Persistence.Instance.Apply(Sys).SnapshotStoreFor(null));

    [Fact]
    public async Task A_snapshot_that_fails_late_is_tried_again_only_after_as_many_events_again()
    {
        var gate = new TaskCompletionSource();
        var failing = new Failing(gate.Task);
        await Snapshots.OnSave.SetInterceptorAsync(failing);
        var actor = StartSubscription();
        Deliver(actor, 0, 200);
        AwaitAssert(() => Assert.Equal(1, failing.Count));
        Deliver(actor, 200, 350);
        EventFilter.Warning(contains: "no snapshot of record").ExpectOne(() => gate.SetResult());
        Deliver(actor, 350, 400);
        Assert.Equal(1, failing.Count);
        Deliver(actor, 400, 800);
        AwaitAssert(() => Assert.Equal(2, failing.Count));
    }

    private void Deliver(IActorRef actor, int from, int to)
    {
        for (var number = from; number < to; number++)
        {
            Accept(actor, number);
            Deliverer.Next().Answer(200);
        }

        View(actor);
    }

    /// <summary>Fails once it may, and counts.</summary>
    private sealed class Failing(Task until) : ISnapshotStoreInterceptor
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public async Task InterceptAsync(string persistenceId, SnapshotSelectionCriteria criteria)
        {
            Interlocked.Increment(ref _count);
            await until;
            throw new TestSnapshotStoreFailureException();
        }
    }
}
