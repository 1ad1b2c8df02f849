using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>Rule 9: what the other settings may hold, and how a fault is told.</summary>
public class SettingsRulesTests
{
    private const string Secret24 = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public void A_header_value_is_kept_as_written()
    {
        const string value = " Bearer  é – “x” \U0001F600 ";
        var lived = Lived.Active();
        lived.Put(authorization: value);
        Assert.Equal(value, lived.Durable.Settings!.Authorization!.Value);
    }

    [Theory]
    [InlineData("Bearer s3cr3t\r\nX-Other: 1")]
    [InlineData("Bearer s3cr3t\t1")]
    [InlineData("Bearer s3cr3t\u007f")]
    [InlineData("Bearer s3cr3t\u0085")]
    [InlineData("Bearer s3cr3t\0")]
    public void A_header_value_with_a_control_character_is_refused_and_not_repeated(string value)
    {
        var fault = AssertFault("authorization", Lived.Active().Put(authorization: value));
        Assert.DoesNotContain("s3cr3t", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_value_that_UTF_8_cannot_carry_is_refused() =>
        AssertFault("authorization", Lived.Active().Put(authorization: "Bearer \ud800"));

    [Fact]
    public void A_header_value_has_at_most_4096_characters()
    {
        Assert.IsType<SubscriptionStored>(Lived.Active().Put(authorization: new string('x', 4_096)));
        var fault = AssertFault("authorization", Lived.Active().Put(authorization: new string('x', 4_097)));
        Assert.DoesNotContain("xxx", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void Blank_means_no_header_and_no_signature(string blank)
    {
        var lived = Lived.Active();
        lived.Put(authorization: "Bearer x", secret: Secret24);
        var view = Assert.IsType<SubscriptionStored>(lived.Put(authorization: blank, secret: blank)).View;
        Assert.False(view.AuthorizationSet);
        Assert.False(view.SecretSet);
        Assert.Null(lived.Durable.Settings!.Authorization);
        Assert.Empty(lived.Durable.Settings.SecretsAt(lived.Now));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(32, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(33, false)]
    public void Max_in_flight_is_1_to_32(int width, bool taken)
    {
        var answer = Lived.Active().Put(maxInFlight: width);
        if (taken)
        {
            Assert.Equal(width, Assert.IsType<SubscriptionStored>(answer).View.MaxInFlight);
        }
        else
        {
            AssertFault("max_in_flight", answer);
        }
    }

    [Fact]
    public void Max_in_flight_removed_is_one_again()
    {
        var lived = Lived.Active(maxInFlight: 8);
        lived.Do(new PutSubscription(Lived.Id, SettingsChange.None with { MaxInFlight = (int?)null }, Discard: false));
        Assert.Equal(1, lived.View.MaxInFlight);
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes(int bytes, bool taken)
    {
        var answer = Lived.Active().Put(secret: "whsec_" + Convert.ToBase64String(new byte[bytes]));
        Assert.Equal(taken, answer is SubscriptionStored { View.SecretSet: true });
    }

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS")]
    [InlineData("whsec_!!!Q9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void Any_other_secret_is_refused_and_not_repeated(string secret)
    {
        var fault = AssertFault("secret", Lived.Active().Put(secret: secret));
        Assert.DoesNotContain("r8GKYqrTwjUPD8", fault.ToString(), StringComparison.Ordinal);
    }

    internal static CommandRejected AssertFault(string field, object? answer)
    {
        var fault = Assert.IsType<CommandRejected>(answer);
        Assert.Equal((CommandFault.Invalid, field), (fault.Reason, fault.Field));
        return fault;
    }
}
