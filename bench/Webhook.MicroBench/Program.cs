using BenchmarkDotNet.Running;
using Webhook.MicroBench;

BenchmarkSwitcher.FromAssembly(typeof(CoreBenchmarks).Assembly).Run(args);
