using Webhook.Messages;

namespace Webhook.Cluster.Operations.Sample;

/// <summary>An event sender that uses nothing but the sender library.</summary>
internal static class SampleSender
{
    /// <summary>Sends <paramref name="count"/> events, or without end when it is 0; 1 when one of them was rejected.</summary>
    public static async Task<int> RunAsync(
        LessonEventSenderOptions options, string subscription, TimeSpan every, int count, CancellationToken cancellation)
    {
        if (Connect(options) is not { } connected)
        {
            return 1;
        }

        await using var sender = connected;
        using var pace = new PeriodicTimer(every);
        var rejected = false;
        try
        {
            for (var sent = 0; count == 0 || sent < count; sent++)
            {
                // Unique over restarts: an id that was used before would be a duplicate.
                var receipt = await sender.SendAsync(LessonOf(subscription, $"sample-{Guid.NewGuid():N}"), cancellation);
                rejected |= receipt is Rejected;
                Console.WriteLine($"{DateTimeOffset.UtcNow:O} {receipt.SubscriptionId} {receipt.EventId} {WordOf(receipt)}");
                await pace.WaitForNextTickAsync(cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopped by its owner, who wants no error for that.
        }

        return rejected ? 1 : 0;
    }

    /// <summary>A receipt in one word.</summary>
    public static string WordOf(Receipt receipt) => receipt is Rejected rejected ? rejected.Reason.ToString() : receipt.GetType().Name;

    /// <summary>An event with a payload that is plainly not a real learner's.</summary>
    public static LessonCompleted LessonOf(string subscription, string eventId) =>
        new(subscription, eventId, new User("1", "Sample Sampleson", "sample@example.com"), new Lesson("1000", "A Sample Lesson"), DateTimeOffset.UtcNow)
        {
            ScorePercent = 100.0m,
        };

    private static LessonEventSender? Connect(LessonEventSenderOptions options)
    {
        try
        {
            return LessonEventSender.Connect(options);
        }
        catch (ArgumentException e)
        {
            var option = e.Message.StartsWith(nameof(options.HostName), StringComparison.Ordinal) ? "--host-name"
                : e.Message.StartsWith(nameof(options.PublicHostName), StringComparison.Ordinal) ? "--public-host-name"
                : "--contact-point";
            Console.Error.WriteLine($"{option}: {e.Message}");
            return null;
        }
    }
}
