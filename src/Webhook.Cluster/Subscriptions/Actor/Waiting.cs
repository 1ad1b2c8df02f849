using System.Diagnostics;
using Akka.Actor;
using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>A command that is not answered yet.</summary>
/// <param name="AskedBy">Who gets the answer.</param>
/// <param name="Command">What was asked.</param>
/// <param name="IsAdmitted">Whether it holds a place of admission.</param>
/// <param name="Accepting">The span that ends with the answer; null for none.</param>
internal readonly record struct Waiting(IActorRef AskedBy, SubscriptionCommand Command, bool IsAdmitted, Activity? Accepting);
