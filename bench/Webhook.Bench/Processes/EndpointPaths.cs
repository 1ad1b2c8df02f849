namespace Webhook.Bench.Processes;

/// <summary>What the endpoint answers on which path.</summary>
internal static class EndpointPaths
{
    /// <summary>200 at once; the event's time of arrival is noted.</summary>
    public const string Well = "/well";

    /// <summary>200 at once and nothing noted: for the reference.</summary>
    public const string Plain = "/plain";

    /// <summary>No answer at all.</summary>
    public const string Hanging = "/hanging";

    /// <summary>500 until the gate of the arrivals' file is open, then as <see cref="Well"/>; the time of a 500 is noted, too.</summary>
    public const string Gated = "/gated";
}
