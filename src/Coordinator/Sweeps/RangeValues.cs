using System.Globalization;

namespace Farm.Coordinator.Sweeps;

/// <summary>
/// The numbers of a range, readable: the two ends as written, the others rounded to 12 significant digits.
/// </summary>
/// <remarks>
/// A tenth of a range must be 0.3 and not 0.30000000000000004, since the number's text is part of a cell's identity.
/// Rounding also keeps the last bit of a library's power function out of it.
/// </remarks>
internal static class RangeValues
{
    private const int Digits = 12;

    /// <summary>Equal steps.</summary>
    /// <param name="from">First value.</param>
    /// <param name="to">Last value, above the first.</param>
    /// <param name="points">Number of values, at least 2.</param>
    public static double[] Linear(double from, double to, int points)
    {
        // Digits count from the larger end, so that a point that should be 0 is.
        var magnitude = (int)Math.Floor(Math.Log10(Math.Max(Math.Abs(from), Math.Abs(to))));
        return Fill(from, to, points, t => RoundAt(from * (1 - t) + to * t, Digits - 1 - magnitude));
    }

    /// <summary>Equal ratios; both ends above 0.</summary>
    /// <inheritdoc cref="Linear"/>
    public static double[] Logarithmic(double from, double to, int points) =>
        Fill(from, to, points, t => RoundTo(Math.Pow(from, 1 - t) * Math.Pow(to, t)));

    private static double[] Fill(double from, double to, int points, Func<double, double> at)
    {
        var values = new double[points];
        for (var i = 1; i < points - 1; i++)
        {
            values[i] = at(i / (double)(points - 1));
        }

        (values[0], values[^1]) = (from, to);
        return values;
    }

    private static double RoundAt(double value, int decimals) =>
        decimals < 0 ? RoundTo(value) : Through(value, FormattableString.Invariant($"F{decimals}"));

    private static double RoundTo(double value) => Through(value, FormattableString.Invariant($"E{Digits - 1}"));

    private static double Through(double value, string format) =>
        double.Parse(value.ToString(format, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
