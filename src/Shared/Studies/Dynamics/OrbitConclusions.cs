using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Dynamics;

/// <summary>Judges batches of orbits of a cell, whoever iterated them, and writes their rows.</summary>
internal sealed class OrbitConclusions
{
    private DynamicsSettings? settings;
    private OrbitFindings? batch;
    private OrbitJudge? judge;
    private OrbitColumns? writer;

    /// <summary>Begins a cell.</summary>
    /// <param name="settings">The cell.</param>
    /// <param name="batch">What will hold each batch.</param>
    public void Begin(DynamicsSettings settings, OrbitFindings batch) =>
        (this.settings, this.batch, judge) = (settings, batch, new OrbitJudge(settings, batch));

    /// <summary>Writes the batch's rows, the columns' last at most.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="row">Row of the first lane.</param>
    public void Write(TrialColumns columns, int row)
    {
        if (writer?.Columns != columns)
        {
            writer = new OrbitColumns(columns);
        }

        for (var lane = 0; lane < IOrbitKernel.Lanes && row + lane < columns.Rows; lane++)
        {
            if (settings!.HasExponents)
            {
                batch!.Exponents.Read(lane);
            }

            judge!.Judge(lane, settings.Verifies(columns.FirstTrial + row + lane));
            writer.Write(row + lane, lane, settings, batch!, judge);
        }
    }
}
