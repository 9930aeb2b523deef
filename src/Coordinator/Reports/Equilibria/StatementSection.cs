using Farm.Coordinator.Reports.Page;

namespace Farm.Coordinator.Reports.Equilibria;

/// <summary>The sources' statements, each with its verdict and the numbers that decide it.</summary>
internal static class StatementSection
{
    /// <summary>The section; null when no statement can be judged.</summary>
    public static Section? Of(IReadOnlyList<Statement> statements)
    {
        if (statements.All(s => s.Finding == Finding.Open))
        {
            return null;
        }

        var html = Html.Of($"""
            <p>Exact numbers leave nothing to estimate: a statement is true, false, or speaks of what cannot be. Losses are sums of
            squares, as in both sources; x₁ … x₄ are their (1, −1), (−1, 1), (1, 1), (−1, −1).</p>
            <ul>

            """);
        foreach (var statement in statements)
        {
            html.Add($"{statement.Item()}");
        }

        html.Add($"</ul>\n");
        return new Section("statements", "What the sources say", html);
    }
}
