using System.CommandLine;
using System.Globalization;
using Webhook.Cluster.Operations;

namespace Webhook.Harness.CommandLine;

/// <summary>Refuses a number that is out of range, or none.</summary>
public static class OptionRange
{
    /// <summary>Takes <paramref name="least"/> to <paramref name="most"/> only; an option that is left out keeps its default, whatever that is.</summary>
    public static Option<T> Within<T>(this Option<T> option, double least, double most = double.PositiveInfinity) => option.Demand(
        value => value is not IConvertible given || (given.ToDouble(CultureInfo.InvariantCulture) is var number && number >= least && number <= most),
        "is out of range",
        double.IsInfinity(most) ? FormattableString.Invariant($"give {least} or more") : FormattableString.Invariant($"give {least} to {most}"));
}
