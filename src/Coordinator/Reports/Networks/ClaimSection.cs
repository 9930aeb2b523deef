using Farm.Coordinator.Reports.Page;

namespace Farm.Coordinator.Reports.Networks;

/// <summary>The source's claims with every comparison behind their verdicts.</summary>
internal static class ClaimSection
{
    /// <summary>The section of claims on trained networks; null when there is nothing to judge.</summary>
    public static Section? Of(IReadOnlyList<Claim> claims) => Of(claims, Html.Of($"""
        <p>Fits are compared by the ratio of geometric means, shares by the difference of means in percentage points;
        intervals are Welch’s, 99% each on its own. Consistent means no more than that these trials do not speak against
        the claim in this setting. Trials that diverged are in no comparison.</p>

        """));

    /// <summary>The section; null when there is nothing to judge.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="how">How figures are compared.</param>
    public static Section? Of(IReadOnlyList<Claim> claims, Html how)
    {
        if (claims.Count == 0)
        {
            return null;
        }

        var html = Html.Of($"{how}");
        foreach (var claim in claims)
        {
            var (first, second, compared) = claim.Columns;
            html.Add($"<h3>{claim.Title}</h3>\n<p>{claim.Words}</p>\n");
            html.Add($"{TableHtml.Start(claim.Title, ["setting", first, second, compared, "verdict", "rule"])}");
            foreach (var one in claim.Cases)
            {
                html.Add($"<tr><th scope=\"row\">{one.Setting}</th><td>{one.First}</td><td>{one.Second}</td>");
                html.Add($"<td>{one.Compared}<small>{one.Bounds}</small></td>{VerdictHtml.Fields(one.Verdict)}</tr>\n");
            }

            html.Add($"{TableHtml.End}");
        }

        return new Section("verdicts", "Verdicts", html);
    }
}
