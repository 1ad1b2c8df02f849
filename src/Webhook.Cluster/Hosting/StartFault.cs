using System.Data.Common;
using System.Net.Sockets;
using Akka.Remote;
using Microsoft.AspNetCore.Connections;

namespace Webhook.Cluster.Hosting;

/// <summary>Why a node cannot start, where that is no fault of the program: a port, a file or a database that cannot be had.</summary>
internal static class StartFault
{
    /// <summary>A sentence that names the setting to look at; null for what should not happen at all.</summary>
    public static string? Of(Exception failure)
    {
        Exception? transport = null;
        for (Exception? e = failure; e is not null; e = Inner(e))
        {
            switch (e)
            {
                case RemoteTransportException:
                    transport = e;
                    break;
                case SocketException socket when transport is not null:
                    return $"Webhook:Remoting:HostName and Port cannot be listened on: {FirstSentence(transport.Message)} {socket.Message}.";
                case SocketException socket:
                    return $"Webhook:Http:Url cannot be listened on: {socket.Message}.";
                case DbException database:
                    return $"Webhook:Persistence:ConnectionString names a database that cannot be used: {database.Message}";
                case UnauthorizedAccessException denied:
                    return $"{denied.Message} Give the user that runs the node the right to it; the database's file is named by Webhook:Persistence:ConnectionString.";
                case IOException { InnerException: AddressInUseException } taken:
                    return $"Webhook:Http:Url cannot be listened on: {taken.Message}";
                case IOException file and not (FileNotFoundException or FileLoadException) when file.InnerException is null:
                    return $"{file.Message} Where this is the database's file or folder, Webhook:Persistence:ConnectionString names it.";
            }
        }

        return null;
    }

    private static Exception? Inner(Exception e) => e is AggregateException several ? several.InnerExceptions.FirstOrDefault() : e.InnerException;

    private static string FirstSentence(string text) => text.Split(". ")[0] + ":";
}
