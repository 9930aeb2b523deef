using Farm.Domain;
using Farm.Studies;

namespace Farm.Node.Workers;

/// <summary>What one worker needs to compute slices of one cell's long trials. Used by one thread.</summary>
internal sealed class SliceWorkspace
{
    private readonly SliceRunner runner;
    private readonly BlockEncoder encoder;
    private readonly Keep keep;
    private readonly bool hasCurve;

    public SliceWorkspace(ILongStudy study, ILongTrialRunner runner, ShardOrder order)
    {
        this.runner = new SliceRunner(study, runner, order.Cell, order.Seed);
        encoder = new BlockEncoder(study.Description, order.Cell, order.Seed, order.Layout.BlockSize, order.Keep);
        keep = order.Keep;
        hasCurve = study.Description.Long!.HasCurve(study.Description.ColumnVersion);
    }

    /// <summary>The order for a trial's first slice.</summary>
    public SliceOrder First => runner.First;

    public bool Fits(ShardOrder order) => order.Keep == keep && runner.Fits(order.Cell, order.Seed);

    /// <summary>Computes a slice.</summary>
    /// <exception cref="TrialException">The trial cannot be computed.</exception>
    public SliceResult Run(long trial, SliceOrder slice) => runner.Run(trial, slice);

    /// <summary>What follows a slice.</summary>
    public SliceOrder? Next(SliceResult before) => runner.Next(before);

    /// <summary>Encodes the trial that has ended.</summary>
    public BlockResult Encode(long block, TimeSpan elapsed) =>
        encoder.Encode(runner.Columns, 0, 1, block, 0, elapsed, hasCurve ? runner.CurveSoFar : []);
}
