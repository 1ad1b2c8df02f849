using Akka.Actor;
using Webhook.Cluster.Secrets;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Tests.Secrets;

namespace Webhook.Tests.Actor;

/// <summary>The actor between sealed secrets and a core that compares them.</summary>
public sealed class SecretSpec : ActorSpec
{
    private const string Key = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";

    [Fact]
    public void Writing_the_values_that_are_there_wakes_nothing_and_another_value_does()
    {
        var actor = Waiting();
        Put(actor, "Bearer a", Key);
        Assert.Equal(Phase.Waiting, View(actor).Phase);
        ExpectNoPost(actor);
        Put(actor, "Bearer b", Key);
        Assert.Equal("Bearer b", Opened(Deliverer.Next().Request.Authorization!));
    }

    [Fact]
    public void After_a_recovery_the_values_that_are_there_are_still_known()
    {
        var actor = Restart(Waiting());
        AwaitPhase(actor, Phase.Waiting);
        Put(actor, "Bearer a", Key);
        Assert.Equal(Phase.Waiting, View(actor).Phase);
        ExpectNoPost(actor);
    }

    [Fact]
    public void A_value_that_a_node_of_an_earlier_version_sends_in_clear_is_checked_and_sealed()
    {
        var actor = StartSubscription();
        actor.Tell(new PutSubscription(Id, SettingsChange.None with { Authorization = new Secret("a\nb") }, false), TestActor);
        Assert.Equal("authorization", ExpectMsg<CommandRejected>().Field);
        actor.Tell(new PutSubscription(Id, SettingsChange.None with { Authorization = new Secret("Bearer old") }, false), TestActor);
        ExpectMsg<SubscriptionStored>();
        Accept(actor, 1);
        var sent = Deliverer.Next().Request.Authorization!;
        Assert.True(sent.IsSealed);
        Assert.Equal("Bearer old", Opened(sent));
    }

    [Fact]
    public void A_value_whose_key_is_lost_is_repaired_by_writing_it_again()
    {
        var actor = StartSubscription();
        PutSealed(actor, Vaults.InMemory().Seal(new Secret("Bearer a")));
        Accept(actor, 1);
        Deliverer.Next().Answer(500);
        AwaitPhase(actor, Phase.Waiting);
        PutSealed(actor, Vaults.Shared.Seal(new Secret("Bearer a")));
        Assert.Equal("Bearer a", Opened(Deliverer.Next().Request.Authorization!));
    }

    /// <summary>A subscription with both secrets whose first attempt failed.</summary>
    private IActorRef Waiting()
    {
        var actor = StartSubscription();
        Put(actor, "Bearer a", Key);
        Accept(actor, 1);
        Deliverer.Next().Answer(500);
        AwaitPhase(actor, Phase.Waiting);
        return actor;
    }

    private void Put(IActorRef actor, string authorization, string key)
    {
        var (change, fault) = Vaults.Shared.Seal(SettingsChange.None with { Authorization = new Secret(authorization), SigningSecret = new Secret(key) });
        Assert.Null(fault);
        actor.Tell(new PutSubscription(Id, change, false), TestActor);
        ExpectMsg<SubscriptionStored>();
    }

    private void PutSealed(IActorRef actor, Secret authorization)
    {
        actor.Tell(new PutSubscription(Id, SettingsChange.None with { Authorization = authorization }, false), TestActor);
        ExpectMsg<SubscriptionStored>();
    }

    private static string Opened(Secret secret) => Vaults.Shared.Open(secret).Value;
}
