using Akka.Actor;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Secrets;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Summary;
using Webhook.Cluster.Telemetry;
using Webhook.Messages;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>What every subscription actor of a node shares.</summary>
/// <param name="Policy">The configured numbers of the rules.</param>
/// <param name="Retention">How long delivered events stay in the journal.</param>
/// <param name="PassivateAfter">How long an actor with nothing to do stays in memory.</param>
/// <param name="Node">Remoting address <c>host:port</c> of this node.</param>
/// <param name="Deliverer">Makes the POSTs.</param>
/// <param name="Secrets">Seals header values and signing secrets.</param>
/// <param name="Admission">Bounds the events that wait for the journal.</param>
/// <param name="Meter">Counts receipts, attempts and failures of the journal.</param>
/// <param name="Outcomes">Logs how attempts ended.</param>
/// <param name="Setbacks">Holds POSTs back of whom the journal failed.</param>
/// <param name="Region">The shard region, for messages that go back to it.</param>
/// <param name="HandOver">Hands an announcement to the operators' subscription; its receipt, or one like it where there is none or no answer comes.</param>
/// <param name="ReportSummary">Takes the newest row of the summary table.</param>
public sealed record SubscriptionEnvironment(
    DeliveryPolicy Policy,
    TimeSpan Retention,
    TimeSpan PassivateAfter,
    string Node,
    IDeliverer Deliverer,
    SecretVault Secrets,
    Admission Admission,
    WebhookMeter Meter,
    OutcomeLog Outcomes,
    Setbacks Setbacks,
    Func<IActorRef> Region,
    Func<AcceptEvent, Task<Receipt>> HandOver,
    Action<SummaryRow> ReportSummary);
