using System.Text.Json;

namespace Webhook.Tests.Packaging;

public sealed class NodeRuntimeTests
{
    [Theory]
    [InlineData("System.GC.Server", true)]
    [InlineData("System.GC.DynamicAdaptationMode", 0)]
    [InlineData("System.Threading.ThreadPool.HillClimbing.Disable", true)]
    public void A_node_starts_with_what_was_measured_to_be_best_for_it(string setting, object value)
    {
        // What the build makes of the project's settings stands beside the program, where the runtime reads it before anything runs.
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Webhook.Cluster.runtimeconfig.json")));
        var properties = file.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
        Assert.Equal($"{value}", $"{properties.GetProperty(setting)}", ignoreCase: true);
    }
}
