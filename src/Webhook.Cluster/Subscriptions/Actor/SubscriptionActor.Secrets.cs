using Akka.Actor;
using Webhook.Cluster.Secrets;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Secrets are sealed before anything is decided on them, and sealed anew in each snapshot.</summary>
public sealed partial class SubscriptionActor
{
    private void Put(PutSubscription put)
    {
        // The API seals already; a node of an earlier version sends secrets in clear.
        var (change, fault) = _environment.Secrets.Seal(put.Change);
        if (fault is not null)
        {
            Sender.Tell(fault);
            return;
        }

        Execute(put with { Change = _environment.Secrets.Unify(change, _ahead.Settings) });
    }

    /// <summary>Moves secrets under the newest key, so that old keys are needed only for old records.</summary>
    private SubscriptionState Resealed(SubscriptionState state) =>
        state.Settings is { } settings ? state with { Settings = _environment.Secrets.Reseal(settings) } : state;

    /// <summary>What an earlier version stored in clear is sealed at once: the next record of settings repeats it.</summary>
    private SubscriptionState WithSealedSecrets(SubscriptionState state) =>
        state.Settings is { Authorization.IsSealed: false } or { SigningSecret.IsSealed: false } or { PreviousSecret.IsSealed: false }
            ? Resealed(state)
            : state;
}
