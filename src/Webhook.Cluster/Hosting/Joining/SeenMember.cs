namespace Webhook.Cluster.Hosting.Joining;

/// <summary>A member as the table has it.</summary>
/// <param name="Address">Where it is, as <c>akka.tcp://webhook@host:port</c>.</param>
/// <param name="Lately">Whether it was seen so lately that it must be taken for alive.</param>
public sealed record SeenMember(string Address, bool Lately);
