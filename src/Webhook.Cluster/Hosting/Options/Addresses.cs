using System.Net;
using Akka.Actor;
using Webhook.Messages;

namespace Webhook.Cluster.Hosting.Options;

/// <summary>The rules for names, ports and networks.</summary>
internal static class Addresses
{
    public static IEnumerable<string> FaultsOf(RemotingOptions options)
    {
        if (!IsHost(options.HostName))
        {
            yield return "Webhook:Remoting:HostName is not a host name or address; write one without scheme and port, such as 127.0.0.1.";
        }

        if (options.Port is < 0 or > 65535)
        {
            yield return "Webhook:Remoting:Port is not a port; write a whole number from 0 to 65535.";
        }

        if (!string.IsNullOrEmpty(options.PublicHostName) && !IsHost(options.PublicHostName))
        {
            yield return "Webhook:Remoting:PublicHostName is not a host name or address; write one without scheme and port.";
        }

        if (string.IsNullOrEmpty(options.PublicHostName) && options.HostName is "0.0.0.0" or "::")
        {
            yield return "Webhook:Remoting:PublicHostName is missing; HostName binds to all addresses, so write the one that others use.";
        }
    }

    public static IEnumerable<string> FaultsOf(ClusterOptions options, bool usesTls)
    {
        var protocol = usesTls ? "akka.ssl.tcp" : "akka.tcp";
        for (var i = 0; i < options.SeedNodes.Length; i++)
        {
            if (!IsNode(options.SeedNodes[i], protocol))
            {
                yield return $"Webhook:Cluster:SeedNodes:{i} is not a node's address; write it as {protocol}://{NetworkSetup.SystemName}@host:port.";
            }
        }

        for (var i = 0; i < options.Roles.Length; i++)
        {
            var role = options.Roles[i];
            if (role.Length is 0 or > 64 || !role.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            {
                yield return $"Webhook:Cluster:Roles:{i} is not a role; write 1 to 64 letters, digits, '-', '_' or '.'.";
            }
        }

        if (options.PassivateAfter < TimeSpan.FromMilliseconds(10) || options.PassivateAfter > TimeSpan.FromDays(1))
        {
            yield return "Webhook:Cluster:PassivateAfter is out of range; write a time span from 00:00:00.010 to 1.00:00:00.";
        }
    }

    /// <summary>Whether the node at <paramref name="seed"/> is on a machine other than this one, as far as its address tells.</summary>
    public static bool IsOfAnotherMachine(string seed, RemotingOptions self) =>
        ActorPath.TryParseAddress(seed, out var address)
        && address.System == NetworkSetup.SystemName
        && address.Host is { } host
        && !new[] { self.HostName, self.PublicHostName }.Contains(host, StringComparer.OrdinalIgnoreCase)
        && !LoopbackHost.Is(host);

    /// <summary>Whether <paramref name="text"/> is a network in CIDR notation.</summary>
    public static bool IsNetwork(string text) => IPNetwork.TryParse(text, out _);

    private static bool IsHost(string text) => Uri.CheckHostName(text) != UriHostNameType.Unknown;

    private static bool IsNode(string text, string protocol) =>
        ActorPath.TryParseAddress(text, out var address)
        && address is { Host: { } host, Port: > 0 and <= 65535 }
        && address.Protocol == protocol
        && address.System == NetworkSetup.SystemName
        && IsHost(host);
}
