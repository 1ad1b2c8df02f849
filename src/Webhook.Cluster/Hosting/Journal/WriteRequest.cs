using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Serialization;

namespace Webhook.Cluster.Hosting.Journal;

/// <summary>What one actor writes at once, and the answers that Akka.Persistence owes it for that. An actor has one at a time.</summary>
/// <param name="message">What the actor asks for.</param>
/// <param name="rows">Its records, in order; none where it only asks to be told when earlier ones are written.</param>
/// <param name="journal">Whom the answers come from.</param>
/// <param name="written">Is told first when it is known whether the records were written; gets the failure.</param>
/// <param name="ended">Is told last, when the actor has its answers.</param>
internal sealed class WriteRequest(
    WriteMessages message, IReadOnlyList<RecordRow> rows, IActorRef journal, Action<WriteRequest, Exception?> written, Action<WriteRequest> ended) : IBatchedWrite
{
    private readonly long _begun = Stopwatch.GetTimestamp();
    private readonly Lock _lock = new();
    private TaskCompletionSource? _whenEnded;
    private volatile WriteRequest? _earlier;
    private volatile bool _hasEnded;
    private bool _isAnswered;

    /// <inheritdoc />
    public IReadOnlyList<RecordRow> Rows => rows;

    /// <summary>Whose records they are.</summary>
    public string PersistenceId => rows[0].PersistenceId;

    /// <summary>The write before, as long as it is not known what became of it.</summary>
    public WriteRequest? Earlier => _earlier is { _hasEnded: false } earlier ? earlier : null;

    /// <summary>For how long it has been under way.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(_begun);

    /// <summary>The records of <paramref name="message"/>; null when one has tags, which have a table of their own.</summary>
    public static List<RecordRow>? RowsOf(WriteMessages message, Serialization serialization)
    {
        var created = DateTime.UtcNow.Ticks;
        var rows = new List<RecordRow>(1);
        foreach (var envelope in message.Messages)
        {
            if (envelope.Payload is not IImmutableList<IPersistentRepresentation> records)
            {
                continue;
            }

            // By index: most often there is one, and going through the tree that it stands in costs more than it does.
            for (var i = 0; i < records.Count; i++)
            {
                if (records[i].Payload is Tagged)
                {
                    return null;
                }

                rows.Add(RecordRow.Of(records[i], created, serialization));
            }
        }

        return rows;
    }

    /// <summary>A write of the same actor was under way before, and may still be.</summary>
    public void ComesAfter(WriteRequest earlier) => _earlier = earlier;

    /// <summary>Completes when it is known whether the records were written, and those of the write before.</summary>
    public Task WhenEndedAsync()
    {
        lock (_lock)
        {
            var own = _hasEnded ? Task.CompletedTask : (_whenEnded ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            return Earlier is { } earlier ? Task.WhenAll(own, earlier.WhenEndedAsync()) : own;
        }
    }

    /// <inheritdoc />
    public void End(Exception? failure)
    {
        try
        {
            written(this, failure);
            Answer(failure);
        }
        finally
        {
            // Last: the actor's next life, which waits for this, has all answers of this one before its own.
            ended(this);
            lock (_lock)
            {
                _hasEnded = true;
                // Else each write of a busy actor could hold all before it.
                _earlier = Earlier;
            }

            _whenEnded?.TrySetResult();
        }
    }

    /// <summary>
    /// Answers, unless that was done: all were written, or none as far as the actor may know. That the whole write is over comes last: an actor
    /// asks for its next one as soon as it hears that, and two writes' answers would overtake each other.
    /// </summary>
    public void Answer(Exception? failure)
    {
        if (Interlocked.Exchange(ref _isAnswered, true))
        {
            return;
        }

        foreach (var envelope in message.Messages)
        {
            if (envelope.Payload is not IImmutableList<IPersistentRepresentation> records)
            {
                Tell(new LoopMessageSuccess(envelope.Payload, message.ActorInstanceId), envelope.Sender);
                continue;
            }

            for (var i = 0; i < records.Count; i++)
            {
                var record = records[i];
                Tell(failure is null ? new WriteMessageSuccess(record, message.ActorInstanceId) : new WriteMessageFailure(record, failure, message.ActorInstanceId), record.Sender);
            }
        }

        Tell(failure is null ? WriteMessagesSuccessful.Instance : new WriteMessagesFailed(failure, message.Messages.Count(m => m is AtomicWrite)), journal);
    }

    private void Tell(object answer, IActorRef sender) => message.PersistentActor.Tell(answer, sender);
}
