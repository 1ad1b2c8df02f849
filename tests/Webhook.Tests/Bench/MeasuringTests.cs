using System.Diagnostics;
using Webhook.Bench.Measuring;
using Webhook.Bench.Processes;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Bench;

public sealed class MeasuringTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 2)]
    [InlineData(0.51, 3)]
    [InlineData(1, 4)]
    public void Quantiles_are_those_of_the_nearest_rank(double part, double expected) => Assert.Equal(expected, Quantiles.Of([4, 2, 1, 3], part));

    [Fact]
    public void Medians_keep_the_order_of_the_first_round_and_tell_least_and_most()
    {
        Figures[] rounds = [new() { ["b"] = 3, ["a"] = 1 }, new() { ["a"] = 5, ["b"] = 9 }, new() { ["a"] = 2, ["b"] = 4 }];
        Assert.Equal([("b", 4, 3, 9), ("a", 2, 1, 5)], Figures.MediansOf(rounds));
    }

    [Theory]
    [InlineData("e0", 0L)]
    [InlineData("e123", 123L)]
    [InlineData("e", null)]
    [InlineData("e-1", null)]
    [InlineData("test-1", null)]
    public void Numbers_are_read_back_from_event_ids_and_from_nothing_else(string id, long? expected) => Assert.Equal(expected, EventIds.Number(id));

    [Fact]
    public void A_file_of_times_keeps_the_first_time_of_each_event_and_counts_the_others_for_all_who_have_it_open()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "times");
        using var writer = TimesFile.Create(path, 10);
        using var reader = TimesFile.Open(path);
        writer.Note(3, 100);
        writer.Note(3, 200);
        writer.Note(9, 300);
        writer.IsOpen = true;
        Assert.Equal((100, 300, 0), (reader.At(3), reader.At(9), reader.At(0)));
        Assert.Equal((10, 2, 1, true), (reader.Events, reader.Distinct, reader.Again, reader.IsOpen));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Note(10, 1));
    }

    [Theory]
    [InlineData(0, new int[0])]
    [InlineData(0, new[] { 5 })]
    [InlineData(30, new[] { 60, 20, 0, 10, 30, 90 })]
    public void The_longest_gap_is_between_neighbours_in_time_and_events_without_a_time_do_not_count(int expected, int[] ms)
    {
        var ticksPerMs = Stopwatch.Frequency / 1_000;
        Assert.Equal(expected, Gaps.LongestMs(ms.Select(m => m * ticksPerMs)));
    }

    [Fact]
    public void What_the_host_withheld_is_a_share_of_all_time_without_that_of_guests_which_is_in_the_users()
    {
        var before = MachineTime.Read("cpu  100 0 50 800 10 0 5 35 40 0");
        var after = MachineTime.Read("cpu  150 0 60 820 10 0 5 55 90 0");
        Assert.Equal((1_000, 35), (before.All, before.Stolen));
        Assert.Equal(0.2, after.StolenSince(before), 6);
        Assert.Equal(0, before.StolenSince(before));
    }

    [Fact]
    public void A_process_has_used_time_and_memory()
    {
        var cost = ProcessCost.Of(Environment.ProcessId);
        Assert.True(cost.CpuSeconds > 0, $"{cost}");
        Assert.True(cost.PeakBytes > 1024 * 1024, $"{cost}");
    }
}
