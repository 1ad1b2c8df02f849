using Webhook.Chaos.Endpoints;
using Webhook.Chaos.Ledger;

namespace Webhook.Tests.Chaos;

public sealed class BehaviourTests
{
    [Fact]
    public void There_are_subscriptions_of_every_behaviour()
    {
        var subscriptions = Behaviours.Subscriptions(3);
        Assert.All(Enum.GetValues<Behaviour>(), b => Assert.Equal(3, subscriptions.Count(s => Behaviours.Of(s) == b)));
        Assert.Equal(subscriptions.Count, subscriptions.Distinct().Count());
    }

    [Theory]
    [InlineData("Well", 5, 1, 1, 200)]
    [InlineData("Slow", 5, 1, 1, 200)]
    [InlineData("Failing", 5, 1, 7, 500)]
    [InlineData("Failing", 5, 1, 9, 200)]
    [InlineData("Failing", 5, 1, 21, 500)]
    [InlineData("Hanging", 50, 1, 1, Behaviours.Hangs)]
    [InlineData("Hanging", 50, 2, 1, 200)]
    [InlineData("Hanging", 51, 1, 1, 200)]
    [InlineData("Refusing", 3, 2, 1, 422)]
    [InlineData("Refusing", 3, 3, 1, 200)]
    [InlineData("Refusing", 45, 9, 1, 422)]
    [InlineData("Refusing", 4, 1, 1, 200)]
    public void An_endpoint_misbehaves_as_it_is_named(string behaviour, long number, int attempt, int second, int status) =>
        Assert.Equal(status, Behaviours.Answer(Enum.Parse<Behaviour>(behaviour), number, attempt, TimeSpan.FromSeconds(second)).Status);

    [Fact]
    public void A_line_of_the_ledger_reads_back_and_one_cut_off_is_left_out()
    {
        var entry = new LedgerEntry(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero), "well-0", LedgerEntry.IdOf(12), "Accepted", TimeSpan.FromMilliseconds(7));
        Assert.Equal(entry, LedgerEntry.Parse(entry.ToLine()));
        Assert.Equal(12, LedgerEntry.NumberOf(entry.EventId));
        Assert.Null(LedgerEntry.Parse("2026-01-02T03:04:05.0060000+00:00\twell-0\teve"));
    }
}
