using System.CommandLine;
using Webhook.Cluster.Operations.Sample;
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
            var receipt = await sender.SendAsync(SampleSender.LessonOf(ids[0], ids[1]), cancellation);
            Console.WriteLine($"{receipt.SubscriptionId} {receipt.EventId} {SampleSender.WordOf(receipt)}");
        }

        return 0;
    }
}
