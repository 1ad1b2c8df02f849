using Webhook.Cluster.Hosting;
using Webhook.Cluster.Operations;

return CommandLine.StartsNode(args) ? await Node.RunAsync(args) : await CommandLine.RunAsync(args);
