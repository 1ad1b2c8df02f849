using Akka.Hosting;
using Petabridge.Cmd.Cluster;
using Petabridge.Cmd.Cluster.Sharding;
using Petabridge.Cmd.Host;

namespace Webhook.Cluster.Hosting;

/// <summary>The optional host of Petabridge.Cmd. Compiled only with <c>-p:PetabridgeCmd=true</c>.</summary>
public static partial class Node
{
    // Its port asks for no key, so it listens on loopback only.
    static partial void AddPetabridgeCmd(AkkaConfigurationBuilder akka) => akka
        .AddHocon("petabridge.cmd { host = \"127.0.0.1\", port = 9110 }", HoconAddMode.Prepend)
        .AddPetabridgeCmd(cmd =>
        {
            cmd.RegisterCommandPalette(ClusterCommands.Instance);
            cmd.RegisterCommandPalette(ClusterShardingCommands.Instance);
        });
}
