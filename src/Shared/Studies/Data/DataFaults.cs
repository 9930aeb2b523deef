namespace Farm.Studies.Data;

/// <summary>What is wrong with a table, in the order in which it was met; the first are told, the others counted.</summary>
public sealed class DataFaults
{
    private readonly List<DataFault> first = [];

    /// <summary>The first faults, at most <see cref="DataTable.MostFaults"/>.</summary>
    public IReadOnlyList<DataFault> First => first;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether no more are told.</summary>
    public bool IsFull => first.Count == DataTable.MostFaults;

    /// <summary>The first faults in one line, and how many more there are.</summary>
    public override string ToString() => string.Join("; ", first)
        + (Count > first.Count ? FormattableString.Invariant($"; and {Count - first.Count} more") : "");

    internal void Add(int line, int column, string what)
    {
        Count++;
        if (!IsFull)
        {
            first.Add(new(line, column, what));
        }
    }
}

/// <summary>One thing that is wrong with a table.</summary>
/// <param name="Line">The line, from 1; 0 when no single line is at fault.</param>
/// <param name="Column">The column, from 1; 0 when no single column is at fault.</param>
/// <param name="What">The rest of the sentence that begins with line and column.</param>
public readonly record struct DataFault(int Line, int Column, string What)
{
    /// <inheritdoc/>
    public override string ToString() => (Line, Column) switch
    {
        (0, 0) => $"the table {What}",
        (0, _) => FormattableString.Invariant($"column {Column} {What}"),
        (_, 0) => FormattableString.Invariant($"line {Line} {What}"),
        _ => FormattableString.Invariant($"line {Line}, column {Column} {What}"),
    };
}
