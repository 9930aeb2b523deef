using System.Diagnostics.CodeAnalysis;
using Farm.Domain;

namespace Farm.Coordinator.Sweeps;

/// <summary>
/// Finds the one cell that <c>--cell</c> means: a unique prefix of its id, or some of its parameters.
/// </summary>
public static class CellSelector
{
    private const int MostCandidates = 5;

    /// <summary>Selects a cell.</summary>
    /// <param name="text">Hexadecimal digits, at most the 64 of a cell's hash; or <c>name=value,name=value</c>.</param>
    /// <param name="cells">The cells to select from.</param>
    /// <param name="study">
    /// Gives the defaults of later parameters, which do not stand in keys; null does without.
    /// </param>
    public static CellSelection Select(string text, IReadOnlyList<Cell> cells, StudyDescription? study = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (cells.Count > 0 && !text.Contains('=', StringComparison.Ordinal))
        {
            return ById(text, cells);
        }

        var matches = Matches(text, cells, study);
        return matches.Error is { } error ? CellSelection.None(error) : One(text, matches.Cells, cells);
    }

    /// <summary>Finds every cell that a selection fits.</summary>
    /// <param name="text"><c>name=value,name=value</c>.</param>
    /// <param name="cells">The cells to select from.</param>
    /// <param name="study">Gives the defaults of later parameters, which do not stand in keys; null does without.</param>
    public static CellMatches Matches(string text, IReadOnlyList<Cell> cells, StudyDescription? study = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (cells.Count == 0)
        {
            return CellMatches.None($"'{text}' names no cell: there are none");
        }

        IReadOnlyList<Cell> found = cells;
        foreach (var pair in text.Split(','))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == pair.Length - 1)
            {
                return CellMatches.None($"'{pair}' in '{text}' selects nothing; expected name=value,name=value");
            }

            var (name, value) = (pair[..equals], Value.Parse(pair[(equals + 1)..]));
            if (!cells.Any(c => ValueOf(c, name, study) is not null))
            {
                var names = cells.SelectMany(c => c.Parameters.Keys).Distinct().Order(StringComparer.Ordinal).ToArray();
                return CellMatches.None(
                    $"no cell has a parameter '{name}'; expected one of {string.Join(", ", names)}"
                    + DidYouMean(NearestName.Of(name, names)));
            }

            Cell[] left = [.. found.Where(c => ValueOf(c, name, study) == value)];
            if (left.Length == 0)
            {
                var values = found.Select(c => ValueOf(c, name, study)).OfType<Value>().Select(v => v.Text).Distinct().ToArray();
                return CellMatches.None(
                    $"no cell has {name}={value}"
                    + (found.Count < cells.Count ? " beside the rest" : "")
                    + (values.Length > 0 ? $"; there {(values.Length == 1 ? "is" : "are")} {Few(values)}" : "")
                    + DidYouMean(value.IsNumber ? null : NearestName.Of(value.Text, values)));
            }

            found = left;
        }

        return new CellMatches(found, null);
    }

    private static CellSelection ById(string text, IReadOnlyList<Cell> cells)
    {
        if (text.Length == 0 || !text.All(char.IsAsciiHexDigit))
        {
            return CellSelection.None(
                $"'{text}' is no cell; expected the first digits of its id, such as {cells[0].Id}, or parameters such as "
                + string.Join(
                    ',',
                    cells[0].Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Take(2).Select(p => $"{p.Key}={p.Value}")));
        }

        Cell[] found = [.. cells.Where(c => c.Hash.StartsWith(text, StringComparison.OrdinalIgnoreCase))];
        return found.Length > 0
            ? One(text, found, cells)
            : CellSelection.None(
                $"no cell's id starts with '{text}'" + DidYouMean(NearestName.Of(text, cells.Select(c => c.Id))));
    }

    private static Value? ValueOf(Cell cell, string name, StudyDescription? study) =>
        cell.Parameters.TryGetValue(name, out var value) ? value
        : study?.Axes.FirstOrDefault(a => a.Name == name) is { IsLater: true } axis && axis.Applies(cell.Parameters) ? axis.Default
        : null;

    private static CellSelection One(string text, IReadOnlyList<Cell> found, IReadOnlyList<Cell> cells)
    {
        if (found.Count == 1)
        {
            return CellSelection.Of(found[0]);
        }

        // Only what tells the candidates apart helps to choose among them.
        var differing = found.SelectMany(c => c.Parameters.Keys).Distinct()
            .Where(n => found.Select(c => c.Parameters.TryGetValue(n, out var v) ? v.Text : "").Distinct().Skip(1).Any())
            .Order(StringComparer.Ordinal).ToArray();
        var candidates = found.Take(MostCandidates).Select(c =>
            $"{c.Id} ({string.Join(", ", differing.Where(c.Parameters.ContainsKey).Select(n => $"{n}={c.Parameters[n]}"))})");
        return CellSelection.None(
            FormattableString.Invariant($"'{text}' fits {found.Count} of {cells.Count} cells: ")
            + string.Join("; ", candidates)
            + (found.Count > MostCandidates ? "; …" : ""));
    }

    private static string Few(string[] values) =>
        string.Join(", ", values.Take(2 * MostCandidates)) + (values.Length > 2 * MostCandidates ? ", …" : "");

    private static string DidYouMean(string? name) => name is null ? "" : $"; did you mean '{name}'?";
}

/// <summary>What came of selecting a cell: the cell, or one line that says why there is none.</summary>
public sealed class CellSelection
{
    private CellSelection(Cell? cell, string? error) => (Cell, Error) = (cell, error);

    /// <summary>The cell; null when there is an error.</summary>
    public Cell? Cell { get; }

    /// <summary>Why no cell was selected; null when one was.</summary>
    public string? Error { get; }

    /// <summary>Whether a cell was selected.</summary>
    [MemberNotNullWhen(true, nameof(Cell))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsGood => Cell is not null;

    internal static CellSelection Of(Cell cell) => new(cell, null);

    internal static CellSelection None(string error) => new(null, error);
}
