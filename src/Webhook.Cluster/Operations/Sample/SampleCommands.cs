using System.CommandLine;

namespace Webhook.Cluster.Operations.Sample;

/// <summary><c>sample endpoint | sender</c>: the two ends of a trial cluster, each in a process of its own.</summary>
internal static class SampleCommands
{
    public static Command Create() => new("sample", "Two ends for trying out a cluster: a customer's endpoint and an event sender") { Endpoint(), Sender() };

    private static Command Endpoint()
    {
        var listen = new Option<string>("--listen")
        {
            Description = "Scheme, host and port to listen on",
            DefaultValueFactory = _ => "http://127.0.0.1:9000",
        };
        var failEvery = new Option<int>("--fail-every") { Description = "Answer 500 to every so manieth POST; 0 for never" };
        failEvery.Demand(n => n >= 0, "is negative", "give 0 or more");
        var command = new Command("endpoint", "Take POSTs on any path and print each, until stopped") { listen, failEvery };
        command.SetAction((parsed, cancellation) =>
            SampleEndpoint.RunAsync(parsed.GetRequiredValue(listen), parsed.GetValue(failEvery), cancellation));
        return command;
    }

    private static Command Sender()
    {
        var contact = new Option<string[]>("--contact-point")
        {
            Description = "A node's remoting address as host:port; may be given several times",
            Required = true,
        };
        var subscription = new Option<string>("--subscription") { Description = "The subscription's id", DefaultValueFactory = _ => "sample" };
        var callback = new Option<string?>("--callback-url") { Description = "Create the subscription with this callback URL first, at --url with --key" };
        var every = new Option<TimeSpan>("--every") { Description = "Time between two events", DefaultValueFactory = _ => TimeSpan.FromSeconds(1) };
        var count = new Option<int>("--count") { Description = "End after so many events; 0 for never" };
        var host = new Option<string>("--host-name") { Description = "Address to listen on for receipts", DefaultValueFactory = _ => "127.0.0.1" };
        var publicHost = new Option<string?>("--public-host-name") { Description = "Name that nodes reach this process by, where it is another" };
        every.Demand(t => t > TimeSpan.Zero, "is not above 00:00:00", "give a time span such as 00:00:01");
        count.Demand(n => n >= 0, "is negative", "give 0 or more");
        var command = new Command("sender", "Hand over an event at a steady pace and print each receipt, until stopped")
        {
            contact, subscription, callback, every, count, host, publicHost,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var id = parsed.GetRequiredValue(subscription);
            if (parsed.GetValue(callback) is { } url && await SampleSubscription.CreateAsync(parsed, id, url, cancellation) is { } fault)
            {
                Console.Error.WriteLine(fault);
                return 1;
            }

            return await SampleSender.RunAsync(
                new()
                {
                    ContactPoints = parsed.GetRequiredValue(contact),
                    HostName = parsed.GetRequiredValue(host),
                    PublicHostName = parsed.GetValue(publicHost),
                },
                id, parsed.GetValue(every), parsed.GetValue(count), cancellation);
        });
        return command;
    }
}
