using System.CommandLine;

namespace Webhook.Chaos.Commands;

/// <summary>Refuses a number that is out of range.</summary>
internal static class OptionRange
{
    public static Option<T> Within<T>(this Option<T> option, T least, T most)
        where T : IComparable<T>
    {
        option.Validators.Add(result =>
        {
            try
            {
                if (result.GetValueOrDefault<T>() is { } value && (value.CompareTo(least) < 0 || value.CompareTo(most) > 0))
                {
                    result.AddError($"{option.Name} is out of range; give {least} to {most}.");
                }
            }
            catch (InvalidOperationException)
            {
                result.AddError($"{option.Name} cannot be read; give {least} to {most}.");
            }
        });
        return option;
    }
}
