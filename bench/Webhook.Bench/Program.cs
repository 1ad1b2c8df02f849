using Webhook.Bench.Commands;
using Webhook.Bench.Processes;

var root = BenchCommand.Create();
root.Subcommands.Add(EndpointRole.Create());
root.Subcommands.Add(HostileRole.Create());
root.Subcommands.Add(PlainRole.Create());
root.Subcommands.Add(SenderRole.Create());
return await root.Parse(args).InvokeAsync();
