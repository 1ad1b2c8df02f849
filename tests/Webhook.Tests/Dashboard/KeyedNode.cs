using Webhook.Tests.Api;

namespace Webhook.Tests.Dashboard;

/// <summary>A node with a key of each role, for the tests of a class.</summary>
public sealed class KeyedNode : IAsyncLifetime
{
    public const string OperatorKey = "operator-key-of-these-tests";
    public const string SenderKey = "sender-key-of-these-tests";

    public static readonly string[] Keys =
    [
        "--Webhook:ApiKeys:0:Name=ops", $"--Webhook:ApiKeys:0:Key={OperatorKey}", "--Webhook:ApiKeys:0:Role=operator",
        "--Webhook:ApiKeys:1:Name=lessons", $"--Webhook:ApiKeys:1:Key={SenderKey}", "--Webhook:ApiKeys:1:Role=sender",
    ];

    public ApiNode Node { get; private set; } = null!;

    public async Task InitializeAsync() => Node = await ApiNode.StartAsync(Keys);

    public async Task DisposeAsync() => await Node.DisposeAsync();
}
