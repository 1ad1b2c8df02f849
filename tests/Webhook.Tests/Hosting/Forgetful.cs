using Akka.Actor;
using Akka.Persistence;

namespace Webhook.Tests.Hosting;

/// <summary>Somebody of whom the journal keeps as little as it can.</summary>
internal static class Forgetful
{
    /// <summary>Has <paramref name="system"/>'s journal write three records and delete all of them.</summary>
    public static async Task LiveAsync(ActorSystem system, string persistenceId)
    {
        using var inbox = Inbox.Create(system);
        var told = inbox.Receiver;
        system.ActorOf(Props.Create(() => new Life(persistenceId, told))).Tell("begin");
        Assert.IsType<DeleteMessagesSuccess>(await Task.Run(() => inbox.Receive(TimeSpan.FromSeconds(20))));
    }

    private sealed class Life(string persistenceId, IActorRef told) : UntypedPersistentActor
    {
        public override string PersistenceId => persistenceId;

        protected override void OnRecover(object message)
        {
        }

        protected override void OnCommand(object message)
        {
            if (message is not "begin")
            {
                told.Tell(message);
                return;
            }

            PersistAll(["one", "two", "three"], stored =>
            {
                if (stored == "three")
                {
                    DeleteMessages(LastSequenceNr);
                }
            });
        }
    }
}
