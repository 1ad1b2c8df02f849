using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Serialization;
using Webhook.Bench.Measuring;
using Webhook.Messages;

namespace Webhook.Bench.Processes;

/// <summary>Which events to send.</summary>
/// <param name="First">Number of the first.</param>
/// <param name="Count">How many.</param>
/// <param name="Subscriptions">Event <c>n</c> goes to subscription <c>n</c> modulo this.</param>
/// <param name="InFlight">How many may wait for their receipt.</param>
/// <param name="PerSecond">At which rate; 0 for as fast as receipts come.</param>
/// <param name="UnknownOfTen">How many of ten go to customers without a subscription.</param>
internal sealed record SendOrder(long First, long Count, long Subscriptions, int InFlight, double PerSecond = 0, int UnknownOfTen = 0)
{
    /// <summary>The events' numbers.</summary>
    [JsonIgnore]
    public IEnumerable<long> Numbers => Enumerable.Range(0, (int)Count).Select(i => First + i);
}

/// <summary>What became of them.</summary>
/// <param name="Begin">Ticks of the monotonic clock before the first.</param>
/// <param name="Seconds">From there to the last receipt.</param>
/// <param name="Accepted">Receipts <c>Accepted</c>, or <c>Duplicate</c> of an event sent again.</param>
/// <param name="NoSubscription">Receipts that say so.</param>
/// <param name="Other">All others.</param>
internal sealed record SendAnswer(long Begin, double Seconds, long Accepted, long NoSubscription, long Other);

/// <summary>An event sender in a process of its own, over remoting, by the sender library; notes when each receipt came.</summary>
internal static class SenderRole
{
    public const string Name = "sender";

    /// <summary>The most events that may wait for their receipt.</summary>
    public const int InFlightAtMost = 10_000;

    public static Command Create()
    {
        var contacts = new Option<string[]>("--contact") { AllowMultipleArgumentsPerToken = true, Required = true };
        var times = new Option<string>("--times") { Required = true };
        var command = new Command(Name, "The sender process that a run starts") { contacts, times };
        command.Hidden = true;
        command.SetAction((parsed, _) => RunAsync(parsed.GetRequiredValue(contacts), parsed.GetRequiredValue(times)));
        return command;
    }

    private static async Task<int> RunAsync(string[] contacts, string path)
    {
        using var receipts = TimesFile.Open(path);
        await using var sender = LessonEventSender.Connect(new LessonEventSenderOptions { ContactPoints = contacts, MaxInFlight = InFlightAtMost, FirstWait = TimeSpan.FromSeconds(5) });
        return await RoleProcess.ServeAsync<SendOrder, SendAnswer>(order => new Sending(sender, receipts, order).RunAsync());
    }

    private sealed class Sending(LessonEventSender sender, TimesFile receipts, SendOrder order)
    {
        private long _next = order.First;
        private long _accepted;
        private long _noSubscription;
        private long _other;

        public async Task<SendAnswer> RunAsync()
        {
            var begin = Stopwatch.GetTimestamp();
            await (order.PerSecond == 0 ? FastAsync() : PacedAsync(begin));
            return new SendAnswer(begin, Stopwatch.GetElapsedTime(begin).TotalSeconds, _accepted, _noSubscription, _other);
        }

        private Task FastAsync() => Task.WhenAll(Enumerable.Range(0, order.InFlight).Select(_ => Task.Run(async () =>
        {
            for (var number = Next(); number is { } n; number = Next())
            {
                await SendAsync(n);
            }
        })));

        /// <summary>By the clock and not by receipts, so that a slow moment does not slow the senders that measure it.</summary>
        private async Task PacedAsync(long begin)
        {
            var sent = new List<Task>();
            while (sent.Count < order.Count)
            {
                for (var due = Stopwatch.GetElapsedTime(begin).TotalSeconds * order.PerSecond; sent.Count < Math.Min(due, order.Count);)
                {
                    sent.Add(SendAsync(Next()!.Value));
                }

                await Task.Delay(1);
            }

            await Task.WhenAll(sent);
        }

        private long? Next() => Interlocked.Increment(ref _next) - 1 is var number && number < order.First + order.Count ? number : null;

        private async Task SendAsync(long number)
        {
            var isUnknown = number % 10 < order.UnknownOfTen;
            var subscription = isUnknown ? $"nobody-{number % order.Subscriptions}" : EventIds.Subscription(number % order.Subscriptions);
            switch (await sender.SendAsync(SampleEvent.Of(subscription, number)))
            {
                case Accepted or Duplicate:
                    // Duplicate where the sender repeated it because the first receipt was late.
                    receipts.Note(number, Stopwatch.GetTimestamp());
                    Interlocked.Increment(ref _accepted);
                    break;
                case Rejected { Reason: RejectReason.NoSubscription }:
                    Interlocked.Increment(ref _noSubscription);
                    break;
                default:
                    Interlocked.Increment(ref _other);
                    break;
            }
        }
    }
}
