using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Equilibria;

/// <summary>Where, and how, can training of one or two units on a handful of points come to rest?</summary>
/// <remarks>
/// Exact rational arithmetic throughout. Over faces, a trial is one vector of signs of all pre-activations (−, 0, +): the
/// parameters that give it are an open cone, a face, on which the loss is one convex quadratic, and all vectors together
/// are all parameters, each once. Over the circle, a trial is one direction of a unit's weights. Sources:
/// prototype-surface-control.md §3, two-relu-xor.md §2.3.
/// </remarks>
public sealed class EquilibriaStudy : IStudy
{
    /// <summary>Most trials of a cell: sign vectors are counted in powers of three.</summary>
    private const long MostTrials = 100_000;

    /// <summary>Of one core, for what a refused cell would have cost.</summary>
    private const long TrialsPerSecond = 800;

    /// <inheritdoc/>
    public StudyDescription Description { get; } = new(
        Name: "equilibria",
        Revision: 1,
        ColumnVersion: 1,
        Question: "Where, and how, can training of one or two units on a handful of points come to rest?",
        BlockSize: 1,
        Axes: EquilibriaAxes.All,
        Measurements: EquilibriaMeasurements.All)
    {
        Enumerated = cell => TrialLattice.ListOf(checked((int)TrialsOf(cell))),
    };

    /// <summary>The samples of a cell in the order of its signs, as <c>(-1, 1) → 1</c>.</summary>
    public static IReadOnlyList<string> SamplesOf(Cell cell)
    {
        var data = SmallData.Of(cell.Parameters["data"].Word);
        return [.. data.Points.Zip(data.Targets, (x, y) => $"({string.Join(", ", x)}) → {y}")];
    }

    /// <summary>The signs of a trial over faces as <c>-0++</c>, unit after unit.</summary>
    public static string SignsOf(Cell cell, long trial) => string.Concat(
        Signs.Of(trial, PiecewiseLoss.Of(cell).Activations).Select(s => s < 0 ? '-' : s > 0 ? '+' : '0'));

    /// <summary>The trial over faces of signs as <c>-0++</c>.</summary>
    /// <exception cref="FormatException">A character is none of <c>-</c>, <c>0</c> and <c>+</c>.</exception>
    public static long TrialOf(string signs) => Signs.NumberOf([.. signs.Select(c => c switch
    {
        '-' => -1,
        '0' => 0,
        '+' => 1,
        _ => throw new FormatException($"'{c}' of '{signs}' is no sign."),
    })]);

    /// <summary>How many trials a cell has: all sign vectors, or all directions.</summary>
    public static long TrialsOf(Cell cell) => cell.Parameters["over"].Word == "circle"
        ? CircleRows.Count(cell)
        : Signs.Count(PiecewiseLoss.Of(cell).Activations);

    /// <inheritdoc/>
    public IEnumerable<CellRefusal> Refuse(Cell cell)
    {
        var loss = PiecewiseLoss.Of(cell);
        if (cell.Parameters["over"].Word == "circle")
        {
            if (loss.Model.Units > 1)
            {
                yield return new CellRefusal("over", "one unit turns while the other would need parameters of its own: "
                    + "give model relu, abs or leaky, or over faces");
            }

            if (loss.Block != 3)
            {
                yield return new CellRefusal("over", $"weights turn in a plane, and {loss.Data.Name} has inputs of "
                    + $"{loss.Block - 1} dimension{(loss.Block == 2 ? "" : "s")}: give other data, or over faces");
            }
        }
        else if (TrialsOf(cell) > MostTrials)
        {
            var hours = TrialsOf(cell) / TrialsPerSecond / 3600;
            yield return new CellRefusal("data", FormattableString.Invariant(
                $"{loss.Activations} pre-activations have {TrialsOf(cell):N0} sign vectors, about {hours:N0} hours of one core: ")
                + $"give at most 10, such as one unit on {loss.Data.Name}");
        }
    }

    /// <inheritdoc/>
    public ITrialRunner CreateRunner(LaneWidth width) => new EquilibriaRunner();
}
