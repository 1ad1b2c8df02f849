using Akka.Actor.Setup;

namespace Webhook.Cluster.Hosting.Journal;

/// <summary>Brings the database to the journal and the snapshot store, which Akka makes from their configuration.</summary>
internal sealed class DatabaseSetup(Database database) : Setup
{
    public Database Database => database;

    /// <summary>The database that the running system was set up with.</summary>
    public static Database Of(Akka.Actor.ActorSystem system) => system.Settings.Setup.Get<DatabaseSetup>().Value.Database;
}
