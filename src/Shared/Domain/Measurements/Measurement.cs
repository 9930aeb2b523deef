namespace Farm.Domain;

/// <summary>One number, flag or word that every trial of a study yields.</summary>
/// <param name="Name">Its column, in snake_case.</param>
/// <param name="Type">How a trial's value is stored in its column.</param>
/// <param name="Meaning">One line for <c>farm studies</c>.</param>
public sealed record Measurement(string Name, ColumnType Type, string Meaning)
{
    /// <summary>Unit, empty for a pure number.</summary>
    public string Unit { get; init; } = "";

    /// <summary>
    /// A trial's value is its column's number times this: 0.25 makes a count of four points an accuracy.
    /// </summary>
    public double Scale { get; init; } = 1;

    /// <summary>For a category: the words that the column's codes 0, 1, … stand for. Empty otherwise.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>How the values are binned in each block, where quantiles or distributions are wanted.</summary>
    public HistogramScale? Histogram { get; init; }

    /// <summary>Bits that <c>keep: flags</c> stores of every trial; 0 keeps nothing.</summary>
    public int KeptBits { get; init; }

    /// <summary>Column version in which it was added; blocks of an older version lack it.</summary>
    public int Since { get; init; } = 1;

    /// <summary>All must hold for the cell to have this measurement.</summary>
    public IReadOnlyList<AxisCondition> AppliesWhen { get; init; } = [];

    /// <summary>What the values are.</summary>
    public MeasurementKind Kind =>
        Type == ColumnType.Flag ? MeasurementKind.Proportion
        : Words.Count > 0 ? MeasurementKind.Category
        : MeasurementKind.Number;

    /// <summary>Whether a cell has this measurement.</summary>
    public bool Applies(Cell cell) => AppliesWhen.All(c => c.Holds(cell.Parameters));
}

/// <summary>What a measurement's values are, and so which statistics it has.</summary>
public enum MeasurementKind
{
    /// <summary>Yes or no; its share has a Clopper–Pearson interval.</summary>
    Proportion,

    /// <summary>One of a few words; the share of each is a proportion.</summary>
    Category,

    /// <summary>A number; it has mean, standard deviation, and quantiles where it has a histogram.</summary>
    Number,
}

/// <summary>How one trial's value is stored in a column; all little-endian.</summary>
public enum ColumnType
{
    /// <summary>One byte, 0 or 1.</summary>
    Flag,

    /// <summary>One unsigned byte: a small count or a category's code.</summary>
    Small,

    /// <summary>Two unsigned bytes.</summary>
    Count,

    /// <summary>IEEE float32; NaN where the trial has no value.</summary>
    Float32,

    /// <summary>IEEE float64; NaN where the trial has no value.</summary>
    Float64,
}
