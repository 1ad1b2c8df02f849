using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Messages;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>What a <c>PUT</c> leads to.</summary>
internal static class SettingsDecisions
{
    private static readonly SubscriptionSettings Blank = new("", null, 1, null, null, null);

    public static Decision Decide(DeliveryPolicy policy, SubscriptionState state, PutSubscription command, DateTimeOffset now)
    {
        if (SettingsRules.Check(command.Change, policy.AllowHttp, isNew: !state.IsActive) is { } fault)
        {
            return new Decision([], new Answer.Of(fault));
        }

        if (!state.IsActive)
        {
            return Create(state, command, now);
        }

        var settings = Merge(state.Settings!, command.Change, now);
        return settings == state.Settings
            ? new Decision([], new Answer.View(Stored: false))
            : new Decision([new SettingsChanged(settings, now, state.Settings!.DiffersForEndpoint(settings))], new Answer.View(Stored: false));
    }

    private static Decision Create(SubscriptionState state, PutSubscription command, DateTimeOffset now)
    {
        if (state.Held.Count > 0 && !command.Discard)
        {
            return new Decision([], Answer.Rejected(CommandFault.Conflict, "discard",
                $"The cancelled subscription still holds {state.Held.Count} events; say discard=true to lose them."));
        }

        var created = new SubscriptionCreated(state.Generation + 1, Merge(Blank, command.Change, now), now)
        {
            ForOperators = command.SubscriptionId == Ids.Operations ? true : null,
        };
        return new Decision([created], new Answer.View(Stored: true));
    }

    private static SubscriptionSettings Merge(SubscriptionSettings old, SettingsChange change, DateTimeOffset now)
    {
        var settings = old with
        {
            CallbackUrl = change.CallbackUrl.IsGiven ? change.CallbackUrl.Value! : old.CallbackUrl,
            Authorization = change.Authorization.IsGiven ? NotBlank(change.Authorization.Value) : old.Authorization,
            MaxInFlight = change.MaxInFlight.IsGiven ? change.MaxInFlight.Value ?? 1 : old.MaxInFlight,
        };
        var secret = change.SigningSecret.IsGiven ? NotBlank(change.SigningSecret.Value) : old.SigningSecret;
        if (secret == old.SigningSecret)
        {
            return settings;
        }

        return secret is null || old.SigningSecret is null
            ? settings with { SigningSecret = secret, PreviousSecret = null, PreviousSecretUntil = null }
            : settings with { SigningSecret = secret, PreviousSecret = old.SigningSecret, PreviousSecretUntil = now + DeliveryPolicy.SecretOverlap };
    }

    private static Secret? NotBlank(Secret? value) => string.IsNullOrWhiteSpace(value?.Value) ? null : value;
}
