using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>What a change of settings changes, and what it does not.</summary>
public class SettingsChangeTests
{
    private const string First = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Second = "whsec_AfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Third = "whsec_BfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public void What_is_left_out_stays_as_it_is()
    {
        var lived = Lived.Active(maxInFlight: 4);
        lived.Put(authorization: "Bearer x", secret: First);
        lived.Put(url: "https://example.com/other");
        var settings = lived.Durable.Settings!;
        Assert.Equal(("https://example.com/other", "Bearer x", 4, First),
            (settings.CallbackUrl, settings.Authorization!.Value, settings.MaxInFlight, settings.SigningSecret!.Value));
    }

    [Fact]
    public void Writing_what_is_there_writes_no_record()
    {
        var lived = Lived.Active(maxInFlight: 4);
        lived.Put(authorization: "Bearer x", secret: First);
        var records = lived.Journal.Count;
        var answer = lived.Put(Lived.Url, "Bearer x", 4, First);
        Assert.False(Assert.IsType<SubscriptionStored>(answer).Created);
        Assert.Equal(records, lived.Journal.Count);
    }

    [Fact]
    public void Changing_only_max_in_flight_changes_nothing_else()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Finish("a", End.Broken);
        lived.Minutes(1);
        var retry = lived.Durable.Retry;
        var round = lived.Durable.Round;
        lived.Put(maxInFlight: 8);
        Assert.Equal((retry, round), (lived.Durable.Retry, lived.Durable.Round));
        Assert.Empty(lived.Open);
        lived.Minutes(60);
        Assert.Equal(["a +0:00", "a +5:00"], lived.Started);
    }

    [Fact]
    public void A_failure_after_a_change_of_max_in_flight_alone_still_counts()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Put(maxInFlight: 8);
        lived.Finish("a", End.Broken);
        Assert.Equal(1, lived.View.Retry!.Number);
    }

    [Fact]
    public void A_faulty_change_changes_nothing_at_all()
    {
        var lived = Lived.Active();
        var before = Dump.Of(lived.Durable);
        Assert.IsType<CommandRejected>(lived.Put(url: "https://example.com/other", maxInFlight: 99));
        Assert.Equal(before, Dump.Of(lived.Durable));
    }

    [Fact]
    public void The_old_endpoint_s_refusals_say_nothing_about_the_new_one()
    {
        var lived = Lived.Active();
        lived.Endpoint = _ => End.Refused;
        lived.AcceptAll("a", "b", "c", "d", "e");
        lived.Put(url: "https://example.com/other");
        lived.Accept("f");
        Assert.Null(lived.Durable.Retry);
        Assert.Equal(1, lived.Durable.Held.Find("f")!.Refusals);
    }

    [Fact]
    public void A_replaced_secret_signs_beside_the_new_one_for_24_hours()
    {
        var lived = Lived.Active();
        lived.Put(secret: First);
        lived.Put(secret: Second);
        var at = lived.Now;
        Assert.Equal([Second, First], Signing(lived, at));
        Assert.Equal([Second, First], Signing(lived, at.AddHours(24).AddTicks(-1)));
        Assert.Equal([Second], Signing(lived, at.AddHours(24)));
        Assert.IsType<SettingsChanged>(lived.Journal[^1]);
    }

    [Fact]
    public void Writing_the_same_secret_again_does_not_move_the_24_hours()
    {
        var lived = Lived.Active();
        lived.Put(secret: First);
        lived.Put(secret: Second);
        var until = lived.Durable.Settings!.PreviousSecretUntil;
        lived.Pass(TimeSpan.FromHours(1));
        lived.Put(url: "https://example.com/other", secret: Second);
        Assert.Equal(until, lived.Durable.Settings!.PreviousSecretUntil);
    }

    [Fact]
    public void A_third_secret_replaces_the_second_and_the_first_is_over()
    {
        var lived = Lived.Active();
        lived.Put(secret: First);
        lived.Put(secret: Second);
        lived.Put(secret: Third);
        Assert.Equal([Third, Second], Signing(lived, lived.Now));
    }

    [Fact]
    public void A_removed_secret_leaves_nothing_behind()
    {
        var lived = Lived.Active();
        lived.Put(secret: First);
        lived.Put(secret: Second);
        lived.Put(secret: "");
        Assert.Empty(Signing(lived, lived.Now));
        lived.Put(secret: Third);
        Assert.Equal([Third], Signing(lived, lived.Now));
    }

    [Fact]
    public void A_record_says_itself_whether_the_endpoint_is_another_since_sealing_anew_changes_forms()
    {
        var lived = Lived.Active();
        lived.Put(authorization: "Bearer a");
        lived.Accept("a");
        lived.Finish("a", End.Broken);
        var waiting = lived.Durable;
        var anew = waiting.Settings! with { Authorization = new Secret("the same, sealed anew"), MaxInFlight = 8 };
        Assert.NotNull(Evolution.Apply(waiting, new SettingsChanged(anew, lived.Now, IsOtherEndpoint: false)).Retry);
        Assert.Null(Evolution.Apply(waiting, new SettingsChanged(anew, lived.Now, IsOtherEndpoint: true)).Retry);
        lived.Put(maxInFlight: 8);
        Assert.False(Assert.IsType<SettingsChanged>(lived.Journal[^1]).IsOtherEndpoint);
        lived.Put(authorization: "Bearer b");
        Assert.True(Assert.IsType<SettingsChanged>(lived.Journal[^1]).IsOtherEndpoint);
    }

    [Fact]
    public void A_secret_prints_as_nothing_wherever_it_stands()
    {
        var lived = Lived.Active();
        lived.Put(authorization: "Bearer s3cr3t", secret: First);
        Assert.DoesNotContain("s3cr3t", $"{lived.Durable} {lived.Journal[^1]} {lived.View}", StringComparison.Ordinal);
        Assert.DoesNotContain(First, $"{lived.Durable} {lived.Journal[^1]} {lived.View}", StringComparison.Ordinal);
        Assert.Equal(new Secret("x"), new Secret("x"));
    }

    private static IEnumerable<string> Signing(Lived lived, DateTimeOffset at) =>
        lived.Durable.Settings!.SecretsAt(at).Select(s => s.Value);
}
