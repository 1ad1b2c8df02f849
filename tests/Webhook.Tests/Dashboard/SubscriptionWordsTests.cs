using System.Security.Claims;
using Webhook.Cluster.Api.Links;
using Webhook.Cluster.Dashboard.SignIn;
using Webhook.Cluster.Dashboard.Subscription;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Tests.Dashboard;

public sealed class SubscriptionWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 9, 0, 0, TimeSpan.Zero);

    public static TheoryData<Phase> Phases => [.. Enum.GetValues<Phase>()];

    [Theory]
    [MemberData(nameof(Phases))]
    public void Each_phase_is_explained_and_has_a_way_out_that_leads_elsewhere(Phase phase)
    {
        Assert.NotEmpty(Explanation.Of(View(phase), Now));
        var ways = Transition.OutOf(phase).ToList();
        Assert.NotEmpty(ways);
        Assert.All(ways, way => Assert.Equal((phase, false), (way.From, way.To == phase)));
    }

    [Fact]
    public void While_it_waits_the_retry_is_named_with_its_time_and_what_follows_the_last()
    {
        var waiting = View(Phase.Waiting) with { Retry = new RetryView(2, 3, Now.AddMinutes(5), "The endpoint answered 500.") };
        Assert.Equal(
            "An attempt failed, so everything waits. Retry 2 of 3 is made in 5 min; when the last one fails too, the subscription is suspended.",
            Explanation.Of(waiting, Now));
    }

    [Theory]
    [InlineData(-5, "0:00")]
    [InlineData(0.2, "0:01")]
    [InlineData(299.5, "5:00")]
    [InlineData(3600, "1:00:00")]
    [InlineData(90000, "25:00:00")]
    public void A_countdown_never_shows_less_than_is_left_nor_less_than_nothing(double seconds, string shown) =>
        Assert.Equal(shown, Durations.Clock(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_customers_session_ends_after_an_hour_or_with_its_link_and_has_no_role()
    {
        var link = new CustomerLink("customer-1", 2, "ops");
        var session = CustomerSession.Begin(link, Now.AddDays(7), Now);
        Assert.Equal(("customer-1", 2), CustomerSession.Of(session));
        Assert.Equal(Now.AddHours(1), Session.EndOf(session));
        Assert.Equal(Now.AddMinutes(3), Session.EndOf(CustomerSession.Begin(link, Now.AddMinutes(3), Now)));
        Assert.DoesNotContain(session.Claims, claim => claim.Type == ClaimTypes.Role);
        Assert.Null(CustomerSession.Of(new ClaimsPrincipal(new ClaimsIdentity())));
    }

    [Fact]
    public void For_what_a_customer_does_the_key_answers_that_made_the_link_and_for_an_operator_his_own()
    {
        Assert.Equal("ops", CustomerSession.KeyOf(CustomerSession.Begin(new CustomerLink("customer-1", 2, "ops"), Now.AddDays(7), Now)));
        Assert.Equal("night-shift", CustomerSession.KeyOf(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "night-shift")], "test"))));
    }

    private static SubscriptionView View(Phase phase) =>
        new("customer-1", 1, "https://example.com/hook", false, false, 1, phase, 0, 0, 0, null, null, "127.0.0.1:4053");
}
