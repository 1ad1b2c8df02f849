namespace Webhook.Bench.Measuring;

/// <summary>Quantiles by nearest rank.</summary>
internal static class Quantiles
{
    /// <summary>The <paramref name="part"/> quantile (0 to 1) of <paramref name="values"/>, which it sorts; NaN for none.</summary>
    public static double Of(List<double> values, double part)
    {
        values.Sort();
        return values.Count == 0 ? double.NaN : values[Math.Clamp((int)Math.Ceiling(part * values.Count) - 1, 0, values.Count - 1)];
    }

    public static double Median(IEnumerable<double> values) => Of([.. values], 0.5);
}
