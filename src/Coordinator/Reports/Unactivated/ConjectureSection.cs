using Farm.Coordinator.Reports.Page;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Unactivated;

/// <summary>The limit n₁ → ∞ of every n₀, and the largest C that the data allow in p ≥ C·4^−n₀.</summary>
internal static class ConjectureSection
{
    /// <summary>The limits, by setting; those of one setting together.</summary>
    public static IReadOnlyList<IReadOnlyList<LimitFit>> FitsOf(IReadOnlyList<CellProbability> cells) =>
    [
        .. cells.Where(c => c.IsUnbiased && c.Depth == 1)
            .GroupBy(c => c.Setting("n0", "n1", "estimator", "positive_share"))
            .Select(setting => (IReadOnlyList<LimitFit>)
                [.. setting.GroupBy(c => c.Inputs).OrderBy(g => g.Key).Select(g => LimitFit.Of([.. g])).OfType<LimitFit>()])
            .Where(f => f.Count > 0),
    ];

    /// <summary>What the fits say of the conjecture, of the first setting.</summary>
    public static Html Sentence(IReadOnlyList<IReadOnlyList<LimitFit>> settings)
    {
        var fits = settings[0];
        var lowest = fits.MinBy(f => f.Scaled.High)!;
        return Html.Of($"p · 4^n₀ for n₁ → ∞ is {Figures.Short(fits[0].Scaled)} at n₀ = {fits[0].Inputs} and "
            + $"{Figures.Short(fits[^1].Scaled)} at n₀ = {fits[^1].Inputs}; the largest C that the data allow is "
            + $"<b>{Figures.Short(lowest.Scaled.High)}</b>, set by n₀ = {lowest.Inputs}: the bound is "
            + $"<b>{Judge(fits).Word.Text}</b> with them.");
    }

    /// <summary>The section; null without a limit.</summary>
    public static Section? Of(IReadOnlyList<CellProbability> cells)
    {
        var settings = FitsOf(cells);
        if (settings.Count == 0)
        {
            return null;
        }

        var html = Html.Of($"""
            <p>The conjecture: there is one C &gt; 0 such that for every n₀, p ≥ C·4^−n₀ for all large n₁. Limits are
            extrapolated in 1/n₁: {LimitFit.Method}.</p>

            """);
        foreach (var fits in settings)
        {
            html.Add($"{TableHtml.Of(TableOf(fits), "Limits for n₁ → ∞")}");
            var (verdict, lowest) = (Judge(fits), fits.MinBy(f => f.Scaled.High)!);
            html.Add($"<p>Largest C that the data allow: <b>{Figures.Short(lowest.Scaled.High)}</b>, the least upper end of "
                + $"p∞·4^n₀ (n₀ = {lowest.Inputs}); with C = {Figures.Short(fits.Min(f => f.Scaled.Low))} the bound holds at every n₀ "
                + $"measured. Verdict: <b>{verdict.Word.Text}</b> – {verdict.Rule}.</p>\n");
        }

        return new Section("limits", "Many units, and the conjecture", html);
    }

    /// <summary>Whether p∞·4^n₀ falls with n₀ anywhere: only then could no C be left.</summary>
    public static Verdict Judge(IReadOnlyList<LimitFit> fits)
    {
        if (fits.Count < 2)
        {
            return new Verdict(VerdictWord.Open, "one n₀ says nothing of all");
        }

        var falls = fits.Zip(fits.Skip(1)).Where(p => p.Second.Scaled.High < p.First.Scaled.Low).ToList();
        return fits.Any(f => f.Scaled.High <= 0) ? new Verdict(VerdictWord.Contradicted, "a limit’s error bar lies at or below 0")
            : falls.Count > 0 ? new Verdict(
                VerdictWord.Open,
                FormattableString.Invariant($"p∞·4^n₀ falls from n₀ = {falls[0].First.Inputs} to {falls[0].Second.Inputs}: no finite number of n₀ tells whether it goes on to 0"))
            : new Verdict(VerdictWord.Consistent, "no error bar of p∞·4^n₀ lies below that of the n₀ before");
    }

    private static PlotTable TableOf(IReadOnlyList<LimitFit> fits) => new(
        ["n₀", "n₁ used", "p∞", "error bar", "p∞ · 4^n₀", "error bar", "ratio to the n₀ before", "misfit"],
        [.. fits.Select((f, i) => (string[])
        [
            FormattableString.Invariant($"{f.Inputs}"),
            FormattableString.Invariant($"{f.From}–{f.To} ({f.Cells} cells)"),
            Figures.Short(f.Value),
            Figures.Short(f.Interval),
            Figures.Short(f.Value * Math.Pow(4, f.Inputs)),
            Figures.Short(f.Scaled),
            i > 0 ? Figures.Short(f.Value / fits[i - 1].Value) : "",
            Figures.Short(f.Misfit),
        ])]);
}
