using System.CommandLine;
using Webhook.Bench.Commands;
using Webhook.Bench.Processes;

var root = BenchCommand.Create();
root.Subcommands.Add(EndpointRole.Create());
root.Subcommands.Add(HostileRole.Create());
root.Subcommands.Add(PlainRole.Create());
root.Subcommands.Add(SenderRole.Create());
// Ended from outside, it ends what it has started first.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
