using Webhook.Chaos.Waiting;

namespace Webhook.Tests.Chaos;

public sealed class WaitingFindingsTests
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Retries_in_time_break_nothing_and_lateness_is_counted_from_the_due_time()
    {
        var findings = Of((0, 299.8), (1, 302.5), (2, 422));
        Assert.Empty(findings.Broken());
        Assert.Equal(
            [TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(120)],
            [findings.Quantile(0.5), findings.Quantile(0.99), findings.Worst]);
    }

    [Fact]
    public void A_missing_an_early_a_late_retry_and_a_POST_too_many_are_each_named()
    {
        Assert.Contains("1 subscriptions never", Assert.Single(Of((0, null)).Broken()), StringComparison.Ordinal);
        Assert.Contains("before they were due", Assert.Single(Of((0, 298.9)).Broken()), StringComparison.Ordinal);
        Assert.Contains("120.5 s", Assert.Single(Of((0, 420.5)).Broken()), StringComparison.Ordinal);
        Assert.Contains("delivered", Assert.Single(WaitingFindings.Of([], TimeSpan.FromMinutes(5), again: 1).Broken()), StringComparison.Ordinal);
    }

    private static WaitingFindings Of(params (double Failed, double? Retried)[] attempts) => WaitingFindings.Of(
        attempts.Select(a => ((DateTimeOffset?)Begin.AddSeconds(a.Failed), a.Retried is { } r ? Begin.AddSeconds(r) : (DateTimeOffset?)null)),
        TimeSpan.FromMinutes(5),
        again: 0);
}
