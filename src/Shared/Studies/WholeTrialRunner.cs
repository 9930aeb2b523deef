using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Healing;

namespace Farm.Studies;

/// <summary>Computes long trials from their start to their end, one after the other. Used by one thread.</summary>
/// <param name="study">The study.</param>
/// <param name="width">SIMD width to compute with.</param>
public sealed class WholeTrialRunner(ILongStudy study, LaneWidth width) : ITrialRunner, IHealedRunner
{
    private readonly ILongTrialRunner runner = study.CreateLongRunner(width);
    private CurveRows? curve;

    /// <summary>The whole curve of the trial that was computed last.</summary>
    /// <exception cref="InvalidOperationException">None was.</exception>
    public CurveRows Curve => curve ?? throw new InvalidOperationException("No trial was computed yet.");

    /// <inheritdoc/>
    public void Run(Cell cell, ulong seed, TrialColumns columns)
    {
        var slices = new SliceRunner(study, runner, cell, seed);
        for (var row = 0; row < columns.Rows; row++)
        {
            Run(slices, columns.FirstTrial + row);
            for (var column = 0; column < columns.Measurements.Count; column++)
            {
                var raw = slices.Columns.Raw(column);
                raw.CopyTo(columns.Raw(column)[(row * raw.Length)..]);
            }
        }
    }

    /// <inheritdoc/>
    public void Watch(long trial, HealingLog? log) => (runner as IHealedRunner)?.Watch(trial, log);

    private void Run(SliceRunner slices, long trial)
    {
        curve = new CurveRows(slices.Curve.Columns);
        curve.Begin(-1);
        for (var order = slices.First; order is not null;)
        {
            var result = slices.Run(trial, order);
            curve.Load(result.Rows);
            order = slices.Next(result);
        }
    }
}
