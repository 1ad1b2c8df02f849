namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>
/// Points at which a crash test has the process kill itself: <c>WEBHOOK_FAULT_POINT=name:n</c> kills it when it passes the
/// point for the n-th time. Unset, as always in production, it costs one comparison.
/// </summary>
public static class FaultPoint
{
    /// <summary>A record is durable and its receipt not sent.</summary>
    public const string BeforeReceipt = "before-receipt";

    /// <summary>A 2xx came in and its record is not written.</summary>
    public const string BeforeDeliveryRecord = "before-delivery-record";

    /// <summary>A snapshot is stored and what it replaces not deleted.</summary>
    public const string BeforeDelete = "before-delete";

    /// <summary>Passivation was asked for and the stop message has not come.</summary>
    public const string BeforePassivationStop = "before-passivation-stop";

    /// <summary>A record is being recovered.</summary>
    public const string DuringRecovery = "during-recovery";

    private static readonly (string Name, int Pass)? Armed = Parse(Environment.GetEnvironmentVariable("WEBHOOK_FAULT_POINT"));
    private static int _passes;

    /// <summary>Kills the process if this is the pass that the test asked for.</summary>
    public static void Reach(string name)
    {
        if (Armed is { } armed && armed.Name == name && Interlocked.Increment(ref _passes) == armed.Pass)
        {
            using var self = System.Diagnostics.Process.GetCurrentProcess();
            self.Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }

    private static (string Name, int Pass)? Parse(string? text) =>
        text?.Split(':') switch
        {
            [var name, var pass] => (name, int.Parse(pass, System.Globalization.CultureInfo.InvariantCulture)),
            [{ Length: > 0 } name] => (name, 1),
            _ => null,
        };
}
