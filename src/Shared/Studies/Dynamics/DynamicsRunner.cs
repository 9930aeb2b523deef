using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Dynamics;

/// <summary>Runs cells of the study on one worker, a batch of lanes at a time.</summary>
internal sealed class DynamicsRunner(LaneWidth width) : ITrialRunner
{
    private Cell? cell;
    private DynamicsSettings? settings;
    private OrbitBatch? batch;
    private OrbitJudge? judge;
    private OrbitColumns? writer;

    /// <inheritdoc/>
    public void Run(Cell cell, ulong seed, TrialColumns columns)
    {
        if (!cell.Equals(this.cell))
        {
            (this.cell, settings) = (cell, new DynamicsSettings(cell));
            batch = new OrbitBatch(width, settings);
            judge = new OrbitJudge(settings, batch);
        }

        if (writer?.Columns != columns)
        {
            writer = new OrbitColumns(columns);
        }

        var key = cell.StreamKey(seed);
        for (var row = 0; row < columns.Rows; row += IOrbitKernel.Lanes)
        {
            batch!.Run(key, columns.FirstTrial + row);
            for (var lane = 0; lane < IOrbitKernel.Lanes && row + lane < columns.Rows; lane++)
            {
                if (settings!.HasExponents)
                {
                    batch.Exponents.Read(lane);
                }

                judge!.Judge(lane, settings.Verifies(columns.FirstTrial + row + lane));
                writer.Write(row + lane, lane, settings, batch, judge);
            }
        }
    }
}
