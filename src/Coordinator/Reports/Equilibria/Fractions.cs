using System.Globalization;
using Farm.Coordinator.Reports.Page;

namespace Farm.Coordinator.Reports.Equilibria;

/// <summary>The study's numbers are exact fractions, stored as the nearest float64: this reads them back.</summary>
internal static class Fractions
{
    private const long MostBelow = 10_000;

    /// <summary>
    /// The fraction of smallest denominator, up to 10,000, whose nearest float64 is the number; else its first four
    /// digits, for an irrational one. An en dash for none.
    /// </summary>
    public static string Of(double number)
    {
        if (!double.IsFinite(number))
        {
            return "–";
        }

        var size = Math.Abs(number);
        for (var below = 1L; below <= MostBelow; below++)
        {
            var above = Math.Round(size * below);
            if (above / below == size)
            {
                var text = above.ToString("0", CultureInfo.InvariantCulture);
                text = below == 1 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}/{below}");
                return number < 0 ? $"−{text}" : text;
            }
        }

        return Figures.Short(number);
    }
}
