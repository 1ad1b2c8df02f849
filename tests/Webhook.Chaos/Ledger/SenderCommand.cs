using System.CommandLine;
using System.Diagnostics;
using Webhook.Chaos.Endpoints;
using Webhook.Messages;

namespace Webhook.Chaos.Ledger;

/// <summary>
/// An event sender in a process of its own. Each subscription's events go out one after the other, so that their order is
/// known; each is written to the ledger before it is sent and when its receipt is there. A line on the input ends it, after one last
/// event for each subscription: new data, which wakes whatever is suspended.
/// </summary>
internal static class SenderCommand
{
    public const string Name = "sender";

    public static Command Create()
    {
        var contacts = new Option<string[]>("--contact") { AllowMultipleArgumentsPerToken = true, Required = true };
        var subscriptions = new Option<string[]>("--subscription") { AllowMultipleArgumentsPerToken = true, Required = true };
        var host = new Option<string>("--host") { Required = true };
        var ledger = new Option<string>("--ledger") { Required = true };
        var every = new Option<int>("--every-ms") { Required = true };
        var command = new Command(Name, "The sender process that a run starts") { contacts, subscriptions, host, ledger, every };
        command.Hidden = true;
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetRequiredValue(contacts),
            parsed.GetRequiredValue(subscriptions),
            parsed.GetRequiredValue(host),
            parsed.GetRequiredValue(ledger),
            TimeSpan.FromMilliseconds(parsed.GetRequiredValue(every))));
        return command;
    }

    private static async Task<int> RunAsync(string[] contacts, string[] subscriptions, string host, string file, TimeSpan every)
    {
        await using var sender = LessonEventSender.Connect(new LessonEventSenderOptions { ContactPoints = contacts, HostName = host });
        await using var ledger = new StreamWriter(file, append: true) { AutoFlush = true };
        using var ends = new CancellationTokenSource();
        var sending = Task.WhenAll(subscriptions.Select(id => SendAsync(sender, ledger, id, every, ends.Token)));
        await Console.In.ReadLineAsync();
        await ends.CancelAsync();
        await sending;
        return 0;
    }

    private static async Task SendAsync(LessonEventSender sender, StreamWriter ledger, string subscription, TimeSpan every, CancellationToken ends)
    {
        for (var number = 0L; ; number++)
        {
            var last = ends.IsCancellationRequested;
            var eventId = LedgerEntry.IdOf(number);
            Write(ledger, new LedgerEntry(DateTimeOffset.UtcNow, subscription, eventId, LedgerEntry.Sent, TimeSpan.Zero));
            var begin = Stopwatch.GetTimestamp();
            var what = await ReceiptAsync(sender, subscription, eventId);
            Write(ledger, new LedgerEntry(DateTimeOffset.UtcNow, subscription, eventId, what, Stopwatch.GetElapsedTime(begin)));
            if (last)
            {
                return;
            }

            await Task.Delay(every, ends).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<string> ReceiptAsync(LessonEventSender sender, string subscription, string eventId)
    {
        try
        {
            var receipt = await sender.SendAsync(Genuineness.LessonOf(subscription, eventId, DateTimeOffset.UtcNow));
            return receipt is Rejected rejected ? $"Rejected:{rejected.Reason}" : receipt.GetType().Name;
        }
#pragma warning disable CA1031 // Whatever a sender can meet belongs into the ledger, and the next event is tried.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return $"Error:{e.GetType().Name}";
        }
    }

    private static void Write(StreamWriter ledger, LedgerEntry entry)
    {
        lock (ledger)
        {
            ledger.WriteLine(entry.ToLine());
        }
    }
}
