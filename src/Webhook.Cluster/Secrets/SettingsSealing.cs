using System.Security.Cryptography;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Secrets;

/// <summary>What the edges around the core do with the secrets of settings: the core itself sees them sealed.</summary>
public static class SettingsSealing
{
    /// <summary>Checks what <paramref name="change"/> holds in clear and seals it; blank becomes null.</summary>
    /// <returns>The change to hand on, or the fault.</returns>
    public static (SettingsChange Change, CommandRejected? Fault) Seal(this SecretVault vault, SettingsChange change)
    {
        if (SettingsRules.CheckSecrets(change) is { } fault)
        {
            return (change, fault);
        }

        try
        {
            return (change with { Authorization = Seal(vault, change.Authorization), SigningSecret = Seal(vault, change.SigningSecret) }, null);
        }
        catch (CryptographicException)
        {
            return (change, new CommandRejected(CommandFault.Unavailable, null, "The key ring that seals secrets cannot be read just now; try again."));
        }
    }

    /// <summary>
    /// Puts the sealed form that is there already in the place of a new one that says the same: each sealing of a text gives
    /// another form, and the core compares forms.
    /// </summary>
    public static SettingsChange Unify(this SecretVault vault, SettingsChange change, SubscriptionSettings? current) => change with
    {
        Authorization = Unify(vault, change.Authorization, current?.Authorization),
        SigningSecret = Unify(vault, change.SigningSecret, current?.SigningSecret),
    };

    /// <summary>The settings with each secret under the newest key, also one that an earlier version stored in clear.</summary>
    public static SubscriptionSettings Reseal(this SecretVault vault, SubscriptionSettings settings) => settings with
    {
        Authorization = Reseal(vault, settings.Authorization),
        SigningSecret = Reseal(vault, settings.SigningSecret),
        PreviousSecret = Reseal(vault, settings.PreviousSecret),
    };

    private static Field<Secret> Seal(SecretVault vault, Field<Secret> field) =>
        field.Value is not { } secret ? field
        : string.IsNullOrWhiteSpace(secret.Value) ? new Field<Secret>(true, null)
        : new Field<Secret>(true, vault.Seal(secret));

    private static Field<Secret> Unify(SecretVault vault, Field<Secret> field, Secret? current) =>
        field.Value is { } given && current is not null && vault.AreSame(given, current) ? new Field<Secret>(true, current) : field;

    private static Secret? Reseal(SecretVault vault, Secret? secret) => secret is null ? null : vault.Reseal(secret);
}
