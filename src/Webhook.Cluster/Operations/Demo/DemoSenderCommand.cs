using System.CommandLine;
using Webhook.Messages;

namespace Webhook.Cluster.Operations.Demo;

/// <summary>
/// The demo's sender, in a process of its own: reads <c>subscription event</c> lines, hands each over by remoting, and prints
/// <c>subscription event receipt</c>. Uses nothing but the sender library.
/// </summary>
internal static class DemoSenderCommand
{
    public const string Name = "demo-sender";

    public static Command Create()
    {
        var contact = new Argument<string>("contact-point");
        var command = new Command(Name, "The sender process that demo starts") { contact };
        command.Hidden = true;
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(contact), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string contactPoint, CancellationToken cancellation)
    {
        await using var sender = LessonEventSender.Connect(new LessonEventSenderOptions { ContactPoints = [contactPoint] });
        while (await Console.In.ReadLineAsync(cancellation) is { } line)
        {
            var ids = line.Split(' ');
            var receipt = await sender.SendAsync(LessonOf(ids[0], ids[1]), cancellation);
            Console.WriteLine($"{receipt.SubscriptionId} {receipt.EventId} {(receipt is Rejected rejected ? rejected.Reason : receipt.GetType().Name)}");
        }

        return 0;
    }

    private static LessonCompleted LessonOf(string subscription, string eventId) =>
        new(subscription, eventId, new User("1", "Sample Sampleson", "sample@example.com"), new Lesson("1000", "A Sample Lesson"), DateTimeOffset.UtcNow)
        {
            ScorePercent = 100.0m,
        };
}
