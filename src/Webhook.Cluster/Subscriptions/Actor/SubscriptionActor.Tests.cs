using Akka.Actor;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Core.Announcing;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>The test POST: it touches neither outbox nor retry state.</summary>
public sealed partial class SubscriptionActor
{
    private bool _testUnderWay;

    private void BeginTest()
    {
        var rejected = SteeringDecisions.Missing(_durable) ?? SteeringDecisions.Cancelled(_durable);
        if (rejected?.Answer is Answer.Of of)
        {
            Sender.Tell(of.Message);
            return;
        }

        if (_testUnderWay)
        {
            Sender.Tell(new CommandRejected(CommandFault.Conflict, null, "A test is under way; wait for its outcome."));
            return;
        }

        _testUnderWay = true;
        var askedBy = Sender;
        var settings = _durable.Settings!;
        var sample = _durable.News.OperatorsSince is null ? SampleLesson.Payload : AnnouncementBody.Sample;
        var webhookId = $"test-{Guid.NewGuid():N}";
        var request = new PostRequest(
            new Uri(settings.CallbackUrl), settings.Authorization, webhookId, sample, settings.SecretsAt(Now), IsTest: true);
        var self = Self;
        _environment.Deliverer.Begin(
            request, Now, _durable.LastTimedOut, result => self.Tell(new TestEnded(askedBy, webhookId, result), ActorRefs.NoSender));
    }

    private void OnTestEnded(TestEnded ended)
    {
        _testUnderWay = false;
        ended.AskedBy.Tell(ended.Result is { } result
            ? new TestSent(ended.WebhookId, result)
            : new CommandRejected(CommandFault.Unavailable, null, "The test was not sent because the node is stopping; try again."));
        Drive();
    }
}
