using BenchmarkDotNet.Attributes;
using Webhook.Messages;

namespace Webhook.MicroBench;

/// <summary>The payload: rendered at the sender, checked there and once more where it enters the cluster.</summary>
[MemoryDiagnoser]
public class PayloadBenchmarks
{
    [Benchmark]
    public RenderedEvent Render() => LessonPayload.ToRendered(Samples.Lesson);

    [Benchmark]
    public RenderedEvent? Check() => EventCheck.Check(Samples.Rendered).Canonical;
}
