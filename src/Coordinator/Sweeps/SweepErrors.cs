namespace Farm.Coordinator.Sweeps;

/// <summary>Gathers the errors of one sweep; told in the file's order, options last, each once.</summary>
internal sealed class SweepErrors(string fileName)
{
    private readonly List<(Origin At, SweepError Error)> all = [];

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => all.Count == 0;

    /// <summary>Adds an error.</summary>
    public void Add(Origin at, string what, string? expected = null, string? nearest = null) =>
        all.Add((at, new SweepError(at.In(fileName), what, expected, nearest)));

    /// <summary>The errors, sorted.</summary>
    public IReadOnlyList<SweepError> Sorted() =>
        [.. all.OrderBy(e => e.At.Line).ThenBy(e => e.At.Column).Select(e => e.Error).Distinct()];
}
