using Farm.Domain;

namespace Farm.Coordinator.Reports.Page;

/// <summary>How many verdicts say what.</summary>
internal static class VerdictTally
{
    /// <summary>In words.</summary>
    /// <param name="verdicts">The verdicts.</param>
    /// <param name="things">What they are on, in the plural.</param>
    public static string Of(IEnumerable<Verdict> verdicts, string things)
    {
        var all = verdicts.ToList();
        return string.Join("; ", all.GroupBy(v => v.Word).OrderBy(g => g.Key)
            .Select(g => $"{g.Key.Text} in {Figures.Count(g.Count())} of {Figures.Count(all.Count)} {things}"));
    }
}
