using Farm.Coordinator.Reports.Page;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Dynamics;

/// <summary>A claim of the source about all orbits, judged in each setting.</summary>
/// <param name="Title">The claim in a few words.</param>
/// <param name="Words">What the source says, and what speaks against it.</param>
/// <param name="Cases">The settings that can judge it.</param>
internal sealed record OrbitClaim(string Title, string Words, IReadOnlyList<OrbitCase> Cases)
{
    /// <summary>How many settings say what.</summary>
    public string Tally => VerdictTally.Of(Cases.Select(c => c.Verdict), "settings");
}

/// <summary>A setting: what was found of how many orbits, and what follows.</summary>
internal sealed record OrbitCase(string Setting, long Found, long Of, Verdict Verdict);

/// <summary>The claims of the source's propositions and tables.</summary>
internal static class OrbitVerdicts
{
    /// <summary>The claims that the sweep can judge.</summary>
    public static IReadOnlyList<OrbitClaim> Of(ReportData data, StudyReport report, OrbitPanels panels)
    {
        OrbitClaim[] claims =
        [
            new("No chaos", "“No chaos: always.” Against it stands an orbit that stays bounded with a largest Lyapunov exponent above 0 "
                + "beyond its error, in float64 and again in twice the precision.", Cases(panels.Groups, g => Chaos(data, g))),
            new("No cycles", "“No limit cycles: always.” Against it stands a cycle whose existence is proved without rounding; with two "
                + "trained layers, one that is confirmed in twice the precision.", Cases(panels.Groups, g => Cycles(data, g))),
            new("Convergence below 2/λ", "“0 < α < 2/β: every trajectory converges.” Against it stands an orbit that ends in a cycle, chaos "
                + "or at infinity although η times the largest curvature it met is below 2.", Cases(panels.Groups, Lost)),
            new("A unique fixed point below 2/λ", "“The map is a contraction with a unique fixed point.” Against it stand orbits of one "
                + "cell, all ended in points, whose points lie apart.", Cases(panels.Groups, Apart)),
            new("The loss falls below 2/λ", "“Monotonically decreases L.” Against it stands a watched step that raised the loss although η "
                + "times the curvature was below 2 before and after it.", Cases(panels.Groups, Raised)),
            new("Divergence beyond 2/λ", "“α too large: unbounded growth.” Against it stand bounded orbits that met η·λ above 2.",
                Cases(panels.Groups, Bounded)),
            new("A direction in the limit", "“Divergence in norm is often convergent in direction.” Of orbits whose norm goes to infinity or "
                + "0: those whose direction does not settle.", Cases(panels.Groups, Unsettled)),
            .. Width(data, report),
        ];
        return [.. claims.Where(c => c.Cases.Count > 0)];
    }

    /// <summary>The section; null when nothing can be judged.</summary>
    public static Section? SectionOf(IReadOnlyList<OrbitClaim> claims)
    {
        if (claims.Count == 0)
        {
            return null;
        }

        var html = Html.Of($"""
            <p>The claims are about all orbits, so that one orbit decides against them, provided that it stands: what float64 finds
            is verified as each row says. Consistent means no more than that no such orbit is among these.</p>

            """);
        foreach (var claim in claims)
        {
            html.Add($"<h3>{claim.Title}</h3>\n<p>{claim.Words}</p>\n");
            html.Add($"{TableHtml.Start(claim.Title, ["setting", "found", "of orbits", "verdict", "rule"])}");
            foreach (var one in claim.Cases)
            {
                html.Add($"<tr><th scope=\"row\">{one.Setting}</th><td>{Figures.Count(one.Found)}</td>");
                html.Add($"<td>{Figures.Count(one.Of)}</td>{VerdictHtml.Fields(one.Verdict)}</tr>\n");
            }

            html.Add($"{TableHtml.End}");
        }

        return new Section("verdicts", "Verdicts", html);
    }

    private static List<OrbitCase> Cases(IReadOnlyList<OrbitGroup> groups, Func<OrbitGroup, OrbitCase?> judge) =>
        [.. groups.Select(judge).OfType<OrbitCase>()];

    private static OrbitCase? Chaos(ReportData data, OrbitGroup group) => group.Cells.All(c => c.IndexOf("exponent") < 0)
        ? null
        : Judged(group, "chaotic", OrbitTrials.Count(data, group, "chaotic", "verified"), "confirmed in twice the precision");

    private static OrbitCase Cycles(ReportData data, OrbitGroup group) => group.IsDeep
        ? Judged(group, "cycle", OrbitTrials.Count(data, group, "cycle", "verified"), "confirmed in twice the precision")
        : Judged(group, "cycle", OrbitTrials.Count(data, group, "cycle", "proof"), "proved without rounding");

    private static OrbitCase Lost(OrbitGroup group) => Counted(
        group, group.Cells.Sum(c => OrbitGroup.CountOf(c, "lost_below_bound")), "one orbit is enough", "no such orbit");

    private static OrbitCase Raised(OrbitGroup group) => Counted(
        group, group.Cells.Sum(c => BoundSection.Above(c, "raised_below_bound")), "one such step is enough", "no such step");

    private static OrbitCase? Apart(OrbitGroup group)
    {
        // Cells all of whose orbits end in points below the bound: then first weights and losses at the end are theirs.
        var cells = group.Cells.Where(c => OrbitGroup.CountOf(c, "converged") == c.Trials && c.Summaries[c.IndexOf("rate_times_curvature")].Maximum < 2).ToList();
        return cells.Count == 0 ? null : Counted(
            group with { Cells = cells },
            cells.Where(c => c.Summaries[c.IndexOf("place")] is var s && s.Maximum - s.Minimum > 1e-3).Sum(c => c.Trials),
            "first weights at the ends differ by more than 0.001", "they differ by less than 0.001");
    }

    private static OrbitCase? Bounded(OrbitGroup group)
    {
        var cells = group.Cells.Where(c => c.Summaries[c.IndexOf("rate_times_curvature")].Minimum > 2).ToList();
        return cells.Count == 0 ? null : Counted(
            group with { Cells = cells },
            cells.Sum(c => c.Trials - OrbitGroup.CountOf(c, "end", "diverged")),
            "one bounded orbit is enough; counted where all of a cell’s orbits met more than 2", "all diverged");
    }

    private static OrbitCase? Unsettled(OrbitGroup group)
    {
        var left = group.Cells.Sum(DirectionSection.Left);
        if (left == 0)
        {
            return null;
        }

        // With two trained layers parameters grow so fast that float64 ends before a direction can show: those say nothing.
        var turning = group.IsDeep ? group.Cells.Sum(c => OrbitGroup.CountOf(c, "direction", "turning")) : 0;
        var unsettled = left - turning - group.Cells.Sum(c => OrbitGroup.CountOf(c, "direction", "settled"));
        return new OrbitCase(group.Name, unsettled, left - turning, left == turning
            ? new Verdict(VerdictWord.Open, "parameters leave float64 before a direction shows")
            : 2 * unsettled > left - turning
            ? new Verdict(VerdictWord.Contradicted, "most do not settle")
            : new Verdict(VerdictWord.Consistent, "most settle"));
    }

    /// <summary>By counts of orbits that were not looked at, that stand and that do not.</summary>
    private static OrbitCase Judged(OrbitGroup group, string end, long[] looked, string how)
    {
        var found = group.Cells.Sum(c => OrbitGroup.CountOf(c, "end", end));
        return new OrbitCase(group.Name, found, group.Cells.Sum(c => c.Trials),
            found == 0 ? new Verdict(VerdictWord.Consistent, "none found")
            : looked[1] > 0 ? new Verdict(
                VerdictWord.Contradicted, $"{Figures.Count(looked[1])} {how}, {Figures.Count(looked[2])} not, the others not looked at")
            : new Verdict(VerdictWord.Open, $"none was {how}"));
    }

    private static OrbitCase Counted(OrbitGroup group, long found, string against, string without) => new(
        group.Name,
        found,
        group.Cells.Sum(c => c.Trials),
        found > 0 ? new Verdict(VerdictWord.Contradicted, against) : new Verdict(VerdictWord.Consistent, without));

    private static IEnumerable<OrbitClaim> Width(ReportData data, StudyReport report)
    {
        List<OrbitCase> cases = [.. WidthSection.Marks(data, report).GroupBy(m => m.Setting).Select(g =>
        {
            var (least, most) = (g.MinBy(m => m.Width)!, g.MaxBy(m => m.Width)!);
            var difference = ScoreDifference.Difference(least.Mark.Proportion, most.Mark.Proportion);
            return new OrbitCase(
                $"{g.Key}: width {most.Width} against {least.Width}",
                most.Mark.Proportion.Successes,
                most.Mark.Proportion.Trials,
                difference.Low > 0 ? new Verdict(VerdictWord.Consistent, $"fewer than of width {least.Width}: {Figures.Percent(least.Mark.Proportion.Share)}")
                    : difference.High < 0 ? new Verdict(VerdictWord.Contradicted, $"more than of width {least.Width}")
                    : new Verdict(VerdictWord.NotDistinguished, "the interval of the difference contains 0"));
        }).Where(c => c.Of > 0)];
        yield return new OrbitClaim(
            "Width removes bad minima",
            "“Over-parameterization is your friend if you want to eliminate spurious minima.” Orbits that end in a point which does not fit "
                + "the data, in the widest network; compared with the narrowest.",
            cases);
    }
}
