using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Tests.Core.Dsl;

/// <summary>Events that came in.</summary>
internal sealed partial class Lived
{
    private readonly List<(AcceptEvent Event, Action<object> Tell)> _arrived = [];

    /// <summary>Events that are not decided on yet.</summary>
    public int Undecided => _arrived.Count;

    private void Arrive(AcceptEvent accept, Action<object> tell)
    {
        if (_arrived.Sum(a => a.Event.Payload.Length) + accept.Payload.Length > RecordingRules.EventBytesAtMost)
        {
            DecideOnArrived();
        }

        _arrived.Add((accept, tell));
        if (!Unconfirmed.Any() || _arrived.Count == RecordingRules.EventsAtMost)
        {
            DecideOnArrived();
        }
    }

    private void DecideOnArrived()
    {
        while (_arrived.Count > 0)
        {
            var waiting = _delivered.Count > 0 ? new RecordDeliveries(Id, _delivered) : null;
            var decision = RecordingRules.Decide(Policy, Ahead, [.. _arrived.Select(a => a.Event)], waiting, Now);
            var recorded = decision.RecordsDeliveries ? LetGo() : null;
            _writesDeliveries |= recorded is not null;
            var tells = _arrived[..decision.Answers.Count];
            _arrived.RemoveRange(0, tells.Count);
            Persist(decision.Events, decision.After, () =>
            {
                foreach (var (answer, (_, tell)) in decision.Answers.Zip(tells))
                {
                    tell(MessageOf(answer));
                }

                if (recorded is not null)
                {
                    OnRecorded(recorded);
                }
            });
        }
    }
}
