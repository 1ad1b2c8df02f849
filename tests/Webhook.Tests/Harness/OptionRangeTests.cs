using System.CommandLine;
using Webhook.Bench.Commands;
using Webhook.Harness.CommandLine;

namespace Webhook.Tests.Harness;

public sealed class OptionRangeTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("3")]
    public void What_is_within_the_bounds_is_taken(string given) => Assert.Empty(Faults<int>(1, 3, given));

    [Theory]
    [InlineData("0")]
    [InlineData("4")]
    public void What_is_beyond_a_bound_is_answered_with_both(string given)
    {
        Assert.Equal(["--number is out of range; give 1 to 3."], Faults<int>(1, 3, given));
        Assert.Equal(["--number is out of range; give 1 to 3."], Faults<long?>(1, 3, given));
        Assert.Equal(["--number is out of range; give 1 to 3."], Faults<double>(1, 3, given));
    }

    [Fact]
    public void Parts_of_a_number_count() => Assert.Equal(["--number is out of range; give 0.5 or more."], Faults<double>(0.5, double.PositiveInfinity, "0.4"));

    [Theory]
    [InlineData("x")]
    [InlineData("1.5")]
    [InlineData("9999999999999")]
    public void What_is_no_number_is_told_from_one_that_is_out_of_range(string given) =>
        Assert.Contains("--number cannot be read; give 1 or more.", Faults<int>(1, double.PositiveInfinity, given));

    [Fact]
    public void An_option_that_is_left_out_keeps_its_default()
    {
        var option = new Option<int>("--number") { DefaultValueFactory = _ => 0 }.Within(1);
        var parsed = new RootCommand { option }.Parse([]);
        Assert.Empty(parsed.Errors);
        Assert.Equal(0, parsed.GetValue(option));
    }

    [Theory]
    [InlineData("--in-flight", "0", "give 1 to 10000")]
    [InlineData("--in-flight", "10001", "give 1 to 10000")]
    [InlineData("--nodes", "0", "give 1 or more")]
    [InlineData("--rounds", "0", "give 1 or more")]
    [InlineData("--events", "0", "give 1 or more")]
    [InlineData("--subscriptions", "-1", "give 1 or more")]
    public void The_bench_refuses_a_load_that_is_none(string option, string given, string remedy) =>
        Assert.Equal([$"{option} is out of range; {remedy}."], BenchCommand.Create().Parse(["many", option, given]).Errors.Select(e => e.Message));

    private static IEnumerable<string> Faults<T>(double least, double most, string given) =>
        new RootCommand { new Option<T>("--number").Within(least, most) }.Parse(["--number", given]).Errors.Select(e => e.Message);
}
