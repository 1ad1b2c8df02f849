namespace Webhook.Chaos.Endpoints;

/// <summary>How an endpoint misbehaves. The subscription's id begins with the name, in lower case.</summary>
internal enum Behaviour
{
    /// <summary>Answers 200 at once.</summary>
    Well,

    /// <summary>The same, for a subscription that gives up order for speed.</summary>
    Wide,

    /// <summary>Answers 200 after a while.</summary>
    Slow,

    /// <summary>Answers 500 for some seconds of each twenty.</summary>
    Failing,

    /// <summary>Never answers the first attempt of every hundredth event.</summary>
    Hanging,

    /// <summary>Refuses every tenth event twice, and every fortieth always.</summary>
    Refusing,
}

/// <summary>What the behaviours amount to; pure.</summary>
internal static class Behaviours
{
    private static readonly TimeSpan FailingCycle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FailingTime = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromMilliseconds(150);

    /// <summary>No answer at all.</summary>
    public const int Hangs = 0;

    public static Behaviour Of(string subscription) =>
        Enum.Parse<Behaviour>(subscription[..subscription.IndexOf('-', StringComparison.Ordinal)], ignoreCase: true);

    public static int WidthOf(string subscription) => Of(subscription) == Behaviour.Wide ? 8 : 1;

    /// <summary>The ids of <paramref name="each"/> subscriptions of every behaviour.</summary>
    public static IReadOnlyList<string> Subscriptions(int each) =>
        [.. Enum.GetNames<Behaviour>().SelectMany(name => Enumerable.Range(0, each).Select(i => $"{name.ToLowerInvariant()}-{i}"))];

    /// <summary>What the <paramref name="attempt"/>-th POST (from 1) of an event is answered with, and after how long.</summary>
    public static (int Status, TimeSpan After) Answer(Behaviour behaviour, long number, int attempt, TimeSpan running) => behaviour switch
    {
        Behaviour.Slow => (200, SlowAnswer),
        Behaviour.Failing when running.Ticks % FailingCycle.Ticks < FailingTime.Ticks => (500, TimeSpan.Zero),
        Behaviour.Hanging when number % 100 == 50 && attempt == 1 => (Hangs, TimeSpan.Zero),
        Behaviour.Refusing when number % 40 == 5 || (number % 10 == 3 && attempt <= 2) => (422, TimeSpan.Zero),
        _ => (200, TimeSpan.Zero),
    };
}
