using Microsoft.Extensions.Time.Testing;
using Webhook.Cluster.Api.Security;
using Webhook.Cluster.Dashboard.SignIn;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Tests.Dashboard;

public sealed class SessionTests
{
    private static readonly KnownKey Key = new("ops", ApiRole.Operator, "mark");

    [Fact]
    public void A_session_is_over_after_twelve_hours_though_its_page_is_still_open()
    {
        var clock = new FakeTimeProvider();
        var ends = new SessionEnds(clock);
        var session = Session.Begin(Key, clock.GetUtcNow());
        clock.Advance(Session.Life - TimeSpan.FromSeconds(1));
        Assert.False(ends.IsOver(session));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(ends.IsOver(session));
    }

    [Fact]
    public void Who_signs_out_ends_that_session_and_no_other_with_the_same_key()
    {
        var clock = new FakeTimeProvider();
        var ends = new SessionEnds(clock);
        var (one, other) = (Session.Begin(Key, clock.GetUtcNow()), Session.Begin(Key, clock.GetUtcNow()));
        ends.SignOut(one);
        Assert.Equal((true, false), (ends.IsOver(one), ends.IsOver(other)));
    }

    [Fact]
    public void A_keys_mark_is_neither_the_key_nor_its_hash_and_another_keys_is_another()
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("operator-key-of-this-test"u8));
        var options = new WebhookOptions
        {
            ApiKeys = [new() { Name = "a", KeyHash = hash, Role = ApiRole.Operator }, new() { Name = "b", Key = "another-key-of-this-test", Role = ApiRole.Sender }],
        };
        var keys = new ApiKeyRing(options);
        var found = keys.Find("operator-key-of-this-test")!;
        Assert.Equal(found, keys.Recall(found.Mark));
        Assert.NotEqual(hash, found.Mark);
        Assert.NotEqual(found.Mark, keys.Find("another-key-of-this-test")!.Mark);
        Assert.Null(keys.Recall(hash));
    }
}
