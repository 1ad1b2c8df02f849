using System.CommandLine;
using System.Globalization;

namespace Webhook.Harness.CommandLine;

/// <summary>Refuses a number that is out of range, or none.</summary>
public static class OptionRange
{
    /// <summary>Takes <paramref name="least"/> to <paramref name="most"/> only; an option that is left out keeps its default, whatever that is.</summary>
    public static Option<T> Within<T>(this Option<T> option, double least, double most = double.PositiveInfinity)
    {
        var remedy = double.IsInfinity(most) ? FormattableString.Invariant($"give {least} or more") : FormattableString.Invariant($"give {least} to {most}");
        option.Validators.Add(result =>
        {
            if (result.Implicit)
            {
                return;
            }

            try
            {
                if (result.GetValueOrDefault<T>() is IConvertible given && !IsWithin(given.ToDouble(CultureInfo.InvariantCulture)))
                {
                    result.AddError($"{option.Name} is out of range; {remedy}.");
                }
            }
            catch (InvalidOperationException)
            {
                result.AddError($"{option.Name} cannot be read; {remedy}.");
            }
        });
        return option;

        bool IsWithin(double number) => number >= least && number <= most;
    }
}
