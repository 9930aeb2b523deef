using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Dynamics;

/// <summary>Runs cells of the study on one worker, a batch of lanes at a time.</summary>
internal sealed class DynamicsRunner(LaneWidth width) : ITrialRunner
{
    private readonly OrbitConclusions conclusions = new();
    private Cell? cell;
    private DynamicsSettings? settings;
    private OrbitBatch? batch;

    /// <inheritdoc/>
    public void Run(Cell cell, ulong seed, TrialColumns columns)
    {
        if (!cell.Equals(this.cell))
        {
            (this.cell, settings) = (cell, new DynamicsSettings(cell));
            batch = new OrbitBatch(width, settings);
            conclusions.Begin(settings, batch);
        }

        var key = cell.StreamKey(seed);
        for (var row = 0; row < columns.Rows; row += IOrbitKernel.Lanes)
        {
            batch!.Run(key, columns.FirstTrial + row);
            conclusions.Write(columns, row);
        }
    }
}
