using Farm.Coordinator.Ledger;
using Farm.Coordinator.Sweeps;
using Farm.Coordinator.Terminal;
using Farm.Studies;

namespace Farm.Coordinator.Verbs;

/// <summary>Which cells' events <c>farm logs --cell</c> asks for. A filter, so that a selection may fit several cells.</summary>
/// <param name="Names">The cells' names, or first digits of them; empty for all.</param>
/// <param name="Refusal">Why there are none; null when all is well.</param>
internal sealed record LoggedCells(IReadOnlyList<string> Names, Refusal? Refusal)
{
    /// <summary>
    /// Reads the option. Digits stand for themselves, so that the log of a lost ledger can be read; a selection is
    /// looked up among the cells of the ledger's sweeps.
    /// </summary>
    /// <param name="text">The option's value; null when it is not given.</param>
    /// <param name="ledgerPath">The ledger.</param>
    /// <param name="sweep">Only this sweep's cells; null for those of all.</param>
    /// <param name="studies">Give the defaults of later parameters.</param>
    /// <exception cref="LedgerException">There is a selection, and the ledger cannot be read.</exception>
    public static LoggedCells Of(string? text, string ledgerPath, string? sweep, StudyCatalog studies)
    {
        if (text is null)
        {
            return new LoggedCells([], null);
        }

        if (!text.Contains('=', StringComparison.Ordinal))
        {
            return text.Length > 0 && text.All(char.IsAsciiHexDigit)
                ? new LoggedCells([text.ToLowerInvariant()], null)
                : None($"'{text}' is no cell; expected the first digits of its name, or parameters such as init=live");
        }

        using var ledger = SqliteLedgerReader.Open(ledgerPath);
        CellMatches[] matches = [.. ledger.Sweeps()
            .Where(s => sweep is null || s.Sweep.Name == sweep)
            .Select(s => CellSelector.Matches(
                text, [.. ledger.Cells(s).Select(c => c.Cell)], studies.Find(s.Sweep.Study)?.Description))];
        string[] names = [.. matches.SelectMany(m => m.Cells).Select(c => c.Id).Distinct()];
        return names.Length > 0
            ? new LoggedCells(names, null)
            : None(matches.FirstOrDefault()?.Error ?? $"{ledgerPath} has no {(sweep is null ? "sweep" : $"sweep '{sweep}'")}");
    }

    private static LoggedCells None(string error) => new([], OpenedSweep.NoCell(error));
}
