using Farm.Domain;

namespace Farm.Studies.Equilibria;

/// <summary>Computes trials of the <c>equilibria</c> study; keeps what the last cell's trials have in common.</summary>
internal sealed class EquilibriaRunner : ITrialRunner
{
    private Cell? last;
    private PiecewiseLoss? loss;
    private Pieces? pieces;

    /// <inheritdoc/>
    public void Run(Cell cell, ulong seed, TrialColumns columns)
    {
        if (!cell.Equals(last) || loss is null || pieces is null)
        {
            (last, loss) = (cell, PiecewiseLoss.Of(cell));
            pieces = new Pieces(loss);
        }

        var isCircle = cell.Parameters["over"].Word == "circle";
        for (var row = 0; row < columns.Rows; row++)
        {
            var (trial, into) = (columns.FirstTrial + row, new EquilibriaRow(columns, row));
            if (isCircle)
            {
                CircleRows.Write(loss, cell, trial, into);
            }
            else
            {
                FaceRows.Write(loss, pieces, Signs.Of(trial, loss.Activations), into);
            }
        }
    }
}
