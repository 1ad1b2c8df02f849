using System.Data.Common;
using LinqToDB.Interceptors;

namespace Webhook.Cluster.Hosting;

/// <summary>Has every statement of journal, snapshots and our own tables ask <see cref="Standstill"/> first, as late as can be.</summary>
internal sealed class StandstillCommands(Standstill standstill) : CommandInterceptor
{
    public override DbCommand CommandInitialized(CommandEventData eventData, DbCommand command)
    {
        standstill.ThrowIfStoodStill();
        return command;
    }
}
