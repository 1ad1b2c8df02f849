namespace Webhook.Bench.Measuring;

/// <summary>What one round measured: values by name, the unit in the name.</summary>
internal sealed class Figures
{
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, double> Values => _values;

    public double this[string name]
    {
        get => _values[name];
        set => _values[name] = value;
    }

    /// <summary>The median of each figure over several rounds, in the order of the first.</summary>
    public static IEnumerable<(string Name, double Median, double Least, double Most)> MediansOf(IReadOnlyList<Figures> rounds) =>
        rounds.Count == 0 ? [] : rounds[0].Values.Keys.Select(name =>
        {
            var values = rounds.Where(r => r.Values.ContainsKey(name)).Select(r => r[name]).ToList();
            return (name, Quantiles.Median(values), values.Min(), values.Max());
        });
}
