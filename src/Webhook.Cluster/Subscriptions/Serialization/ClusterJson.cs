using System.Text.Json.Serialization;
using Webhook.Cluster.Gateway;
using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Telemetry.Reports;

namespace Webhook.Cluster.Subscriptions.Serialization;

internal sealed record AcceptHeader(string SubscriptionId, string EventId, string? TraceParent = null, DateTimeOffset? HappenedAt = null);

internal sealed record FoundHeader(EventView? Held, long PayloadAt, string CallbackUrl, bool AuthorizationSet);

internal sealed record HandedBackHeader(string Manifest);

/// <summary>How messages between nodes are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(AcceptHeader))]
[JsonSerializable(typeof(FoundHeader))]
[JsonSerializable(typeof(HandedBackHeader))]
[JsonSerializable(typeof(RelayNoMore))]
[JsonSerializable(typeof(PutSubscription))]
[JsonSerializable(typeof(CancelSubscription))]
[JsonSerializable(typeof(PauseSubscription))]
[JsonSerializable(typeof(ResumeSubscription))]
[JsonSerializable(typeof(ReplayParkedEvents))]
[JsonSerializable(typeof(DropEvent))]
[JsonSerializable(typeof(SendTest))]
[JsonSerializable(typeof(GetSubscription))]
[JsonSerializable(typeof(GetHeldEvents))]
[JsonSerializable(typeof(GetEvent))]
[JsonSerializable(typeof(GetGenerationStart))]
[JsonSerializable(typeof(GetAttempts))]
[JsonSerializable(typeof(SubscriptionStored))]
[JsonSerializable(typeof(SubscriptionView))]
[JsonSerializable(typeof(Replayed))]
[JsonSerializable(typeof(TestSent))]
[JsonSerializable(typeof(CommandRejected))]
[JsonSerializable(typeof(EventView))]
[JsonSerializable(typeof(EventList))]
[JsonSerializable(typeof(GenerationStart))]
[JsonSerializable(typeof(AttemptList))]
[JsonSerializable(typeof(GetNodeReport))]
[JsonSerializable(typeof(NodeReport))]
[JsonSerializable(typeof(HandOff))]
[JsonSerializable(typeof(StopPassivated))]
internal sealed partial class ClusterJson : JsonSerializerContext;
