using System.Collections.Concurrent;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Webhook.Cluster.Subscriptions.Summary;
using static Webhook.Tests.Hosting.SummaryTableTests;

namespace Webhook.Tests.Hosting;

public sealed class SummaryWriterTests() : TestKit("akka.loglevel = OFF")
{
    private readonly ConcurrentQueue<SummaryRow[]> _batches = new();

    [Fact]
    public async Task The_newest_row_for_each_id_is_written_once()
    {
        var writer = Sys.ActorOf(SummaryWriter.Props(Write, new SummaryLag()));
        writer.Tell(Row("a", 1, 2, "Idle"));
        writer.Tell(Row("a", 1, 3, "Waiting"));
        writer.Tell(Row("a", 1, 1, "Paused"));
        await Eventually.TrueAsync(() => !_batches.IsEmpty, "written");
        Assert.Equal("Waiting", Assert.Single(_batches.Single()).Phase);
    }

    [Fact]
    public async Task A_batch_holds_at_most_500_rows_and_nothing_is_left_out()
    {
        var writer = Sys.ActorOf(SummaryWriter.Props(Write, new SummaryLag()));
        for (var i = 0; i < 1234; i++)
        {
            writer.Tell(Row($"{i}", 1, 1, "Idle"));
        }

        await Eventually.TrueAsync(() => _batches.Sum(b => b.Length) == 1234, "all written");
        Assert.All(_batches, b => Assert.InRange(b.Length, 1, 500));
    }

    [Fact]
    public async Task Rows_are_kept_while_the_database_fails_and_a_newer_one_is_not_undone()
    {
        var fails = 3;
        var writer = Sys.ActorOf(SummaryWriter.Props(rows => Interlocked.Decrement(ref fails) >= 0
            ? Task.FromException(new IOException("The disk is full."))
            : Write(rows), new SummaryLag()));
        writer.Tell(Row("a", 1, 1, "Idle"));
        writer.Tell(Row("b", 1, 1, "Idle"));
        await Eventually.TrueAsync(() => Volatile.Read(ref fails) < 3, "failed once");
        writer.Tell(Row("a", 1, 2, "Waiting"));
        await Eventually.TrueAsync(() => !_batches.IsEmpty, "written after all");
        Assert.Equal(["a 2", "b 1"], _batches.SelectMany(b => b).Select(r => $"{r.Id} {r.SequenceNumber}").Order());
    }

    [Fact]
    public async Task What_waits_is_written_when_the_actor_stops()
    {
        var writer = Sys.ActorOf(SummaryWriter.Props(Write, new SummaryLag()));
        writer.Tell(Row("a", 1, 1, "Idle"));
        Assert.True(await writer.GracefulStop(TimeSpan.FromSeconds(10)));
        Assert.Equal("a", Assert.Single(_batches.SelectMany(b => b)).Id);
    }

    private Task Write(IReadOnlyCollection<SummaryRow> rows)
    {
        _batches.Enqueue([.. rows]);
        return Task.CompletedTask;
    }
}
