using Webhook.Cluster.Hosting.Options;

namespace Webhook.Cluster.Api.Security;

/// <summary>One of the configured keys, without the key.</summary>
/// <param name="Name">Its name in the log.</param>
/// <param name="Role">What it allows.</param>
/// <param name="Mark">Tells it from every other key, its successor of the same name too; neither it nor its hash can be had from it.</param>
public sealed record KnownKey(string Name, ApiRole Role, string Mark);
