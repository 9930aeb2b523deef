using Farm.Domain;

namespace Farm.Studies.Momentum;

/// <summary>
/// The starts of a cell: the centres of equal boxes that tile a square of (w, b), w fastest, each going up; scaled by γ
/// where initialisation is rescaled.
/// </summary>
internal readonly struct MomentumLattice
{
    /// <summary>The lattice of a cell.</summary>
    public MomentumLattice(Cell cell)
    {
        Side = (int)cell.Parameters["lattice"].Number;
        var isRescaled = cell.Parameters["init"].Word == "rescaled";
        Half = cell.Parameters["square"].Number * (isRescaled ? cell.Parameters["gamma"].Number : 1);
    }

    /// <summary>Points along a side.</summary>
    public int Side { get; }

    /// <summary>Half a side of the square that starts are of.</summary>
    public double Half { get; }

    /// <summary>The trials of a cell: a row of the lattice for each b.</summary>
    public static TrialLattice TrialsOf(Cell cell)
    {
        var side = new MomentumLattice(cell).Side;
        return new TrialLattice(side, side);
    }

    /// <summary>Where a trial starts.</summary>
    public (double W, double B) Start(long trial) => (Coordinate(trial % Side), Coordinate(trial / Side));

    /// <summary>The w of a column, or the b of a row.</summary>
    public double Coordinate(long index) => Half * ((2 * index + 1 - Side) / (double)Side);
}
