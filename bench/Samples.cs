using System.Globalization;

namespace Farm.Bench;

/// <summary>Repeated measurements of one figure; quoted as their median, with the range beside it.</summary>
internal sealed class Samples(string name, string unit)
{
    private readonly List<double> values = [];

    public string Name => name;

    public string Unit => unit;

    public double Median => At(0.5);

    public int Count => values.Count;

    public void Add(double value) => values.Add(value);

    /// <summary>The ratio of two figures that were measured in turn, pair by pair, so that drift cancels.</summary>
    public static Samples Ratio(string name, Samples over, Samples under)
    {
        var ratio = new Samples(name, "×");
        foreach (var (a, b) in over.values.Zip(under.values))
        {
            ratio.Add(a / b);
        }

        return ratio;
    }

    public string ToMarkdown() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {unit} | {Round(values.Min())} | **{Round(Median)}** | {Round(values.Max())} |");

    private static string Round(double value) =>
        value.ToString(value >= 1000 ? "N0" : "G4", CultureInfo.InvariantCulture);

    private double At(double quantile)
    {
        var sorted = values.Order().ToArray();
        var at = quantile * (sorted.Length - 1);
        var (low, high) = (sorted[(int)Math.Floor(at)], sorted[(int)Math.Ceiling(at)]);
        return low + (high - low) * (at - Math.Floor(at));
    }
}
