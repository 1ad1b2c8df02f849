using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;

namespace Webhook.Cluster.Hosting.Journal;

/// <summary>What a node's actors are writing, and how that goes. Outlives the journal's actor, which may be started again beside writes of its earlier life.</summary>
internal sealed class WritesUnderWay : IExtension
{
    /// <summary>So many statements failed in a row, the last of them lately, before it is said that the database takes no records.</summary>
    internal const int FailuresInARow = 20;

    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, WriteRequest> _byActor = new(StringComparer.Ordinal);
    private Exception? _lastFailure;
    private int _failuresInARow;
    private long _failedAt;

    /// <summary>Whether the database refuses records, as far as writes of late have shown.</summary>
    public bool IsRefused => Volatile.Read(ref _failuresInARow) >= FailuresInARow && Stopwatch.GetElapsedTime(Volatile.Read(ref _failedAt)) < Lately;

    /// <summary>Those of <paramref name="system"/>.</summary>
    public static WritesUnderWay Of(ActorSystem system) => system.WithExtension<WritesUnderWay, Provider>();

    /// <summary>Notes <paramref name="write"/>, and an earlier one of its actor that may not have ended.</summary>
    public void Begin(WriteRequest write)
    {
        if (_byActor.TryGetValue(write.PersistenceId, out var earlier))
        {
            write.ComesAfter(earlier);
        }

        _byActor[write.PersistenceId] = write;
    }

    /// <summary>It is known what became of <paramref name="write"/>; one before it may still be under way.</summary>
    public void End(WriteRequest write)
    {
        if (write.Earlier is { } earlier)
        {
            _byActor.TryUpdate(write.PersistenceId, earlier, write);
        }
        else
        {
            _byActor.TryRemove(new KeyValuePair<string, WriteRequest>(write.PersistenceId, write));
        }
    }

    /// <summary>A write ended; <paramref name="failure"/>, which all writes of its statement share, concerns others too.</summary>
    public void Note(Exception? failure)
    {
        if (failure is null)
        {
            Volatile.Write(ref _failuresInARow, 0);
        }
        else if (Interlocked.Exchange(ref _lastFailure, failure) != failure)
        {
            Volatile.Write(ref _failedAt, Stopwatch.GetTimestamp());
            Interlocked.Increment(ref _failuresInARow);
        }
    }

    /// <summary>Completes when it is known what became of all that was written for <paramref name="persistenceId"/>.</summary>
    public Task UntilEndedAsync(string persistenceId) => _byActor.TryGetValue(persistenceId, out var write) ? write.WhenEndedAsync() : Task.CompletedTask;

    /// <summary>Tells the actors of writes that took longer than <paramref name="patience"/> that they may not have been made.</summary>
    public void AnswerLate(TimeSpan patience)
    {
        foreach (var (_, write) in _byActor)
        {
            if (write.Age > patience)
            {
                write.Answer(new TimeoutException($"The database did not say within {patience.TotalSeconds:0} s whether it wrote the records."));
            }
        }
    }

    /// <summary>Makes one for each system.</summary>
    private sealed class Provider : ExtensionIdProvider<WritesUnderWay>
    {
        public override WritesUnderWay CreateExtension(ExtendedActorSystem system) => new();
    }
}
