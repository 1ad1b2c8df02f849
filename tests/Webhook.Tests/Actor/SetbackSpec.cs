using Webhook.Messages;

namespace Webhook.Tests.Actor;

/// <summary>What becomes of POSTs whose outcome the journal does not take.</summary>
public sealed class SetbackSpec : ActorSpec
{
    private static readonly TimeSpan FirstSetback = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_success_that_cannot_be_recorded_is_POSTed_again_under_the_same_id()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        var post = Deliverer.Next();
        await Journal.OnWrite.Fail();
        post.Answer(200);
        ExpectTerminated(actor);
        await Journal.OnWrite.Pass();
        var actorAfter = StartActor();
        ExpectNoPost(actorAfter);
        Time.Advance(FirstSetback);
        Assert.Equal(post.Request.WebhookId, Deliverer.Next().Request.WebhookId);
    }

    [Fact]
    public async Task A_journal_that_can_be_read_and_not_written_makes_POSTs_ever_rarer_and_the_first_record_that_is_written_ends_that()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        await Journal.OnWrite.Fail();
        foreach (var setback in new[] { FirstSetback, 2 * FirstSetback, 4 * FirstSetback })
        {
            Deliverer.Next().Answer(500);
            ExpectTerminated(actor);
            actor = StartActor();
            ExpectNoPost(actor);
            Time.Advance(setback - TimeSpan.FromMilliseconds(1));
            ExpectNoPost(actor);
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var post = Deliverer.Next();
        await Journal.OnWrite.Pass();
        post.Answer(200);
        Accept(actor, 2);
        Deliverer.Next();
        Assert.Null(Setbacks.Of(Id));
    }

    [Fact]
    public async Task Events_that_cannot_be_accepted_hold_nothing_back_where_no_POST_was_made()
    {
        var actor = StartSubscription();
        await Journal.OnWrite.Fail();
        actor.Tell(Event(1), TestActor);
        FishForMessage(m => m is Rejected { Reason: RejectReason.Overloaded });
        ExpectTerminated(actor);
        Assert.Null(Setbacks.Of(Id));
    }

    [Fact]
    public async Task An_event_that_is_accepted_ends_a_setback_before_its_time()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        await Journal.OnWrite.Fail();
        Deliverer.Next().Answer(500);
        ExpectTerminated(actor);
        await Journal.OnWrite.Pass();
        actor = StartActor();
        ExpectNoPost(actor);
        Accept(actor, 2);
        Assert.Equal("event-1", Deliverer.Next().Request.WebhookId);
    }

    [Fact]
    public async Task What_waits_for_a_place_when_the_journal_fails_is_taken_back_so_that_the_next_life_makes_it_once()
    {
        var actor = StartSubscription();
        Deliverer.HasPlaces = false;
        Accept(actor, 1);
        var post = Deliverer.Next();
        await Journal.OnWrite.Fail();
        actor.Tell(Event(2), TestActor);
        FishForMessage(m => m is Rejected { Reason: RejectReason.Overloaded });
        ExpectTerminated(actor);
        Assert.True(post.IsWithdrawn);
    }
}
