using System.CommandLine;

namespace Webhook.Cluster.Operations;

/// <summary>What the value of an option must be, and what is said when it is not.</summary>
internal static class OptionRules
{
    /// <summary>Refuses a value for which <paramref name="holds"/> is false, and one that cannot be read; an option that is left out keeps its default, whatever that is.</summary>
    /// <param name="option">The option.</param>
    /// <param name="holds">Whether a value will do.</param>
    /// <param name="fault">What one that will not do is, after the option's name.</param>
    /// <param name="remedy">What to give instead.</param>
    public static Option<T> Demand<T>(this Option<T> option, Predicate<T> holds, string fault, string remedy)
    {
        option.Validators.Add(result =>
        {
            // The library shows the default of one that is left out as an empty value.
            if (result.Implicit)
            {
                return;
            }

            try
            {
                if (!holds(result.GetValueOrDefault<T>()!))
                {
                    result.AddError($"{option.Name} {fault}; {remedy}.");
                }
            }
            catch (InvalidOperationException)
            {
                result.AddError($"{option.Name} cannot be read; {remedy}.");
            }
        });
        return option;
    }
}
