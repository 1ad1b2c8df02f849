using System.CommandLine;
using Webhook.Chaos.Commands;
using Webhook.Chaos.Ledger;
using Webhook.Chaos.Waiting;

var root = ChaosCommand.Create();
root.Subcommands.Add(WaitingCommand.Create());
root.Subcommands.Add(SenderCommand.Create());
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
