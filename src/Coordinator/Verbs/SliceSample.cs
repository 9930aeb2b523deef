using System.Diagnostics;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Coordinator.Verbs;

/// <summary>What a cell's long trials cost, by the first slice of one.</summary>
/// <param name="SliceTime">Time of the slice.</param>
/// <param name="TrialTime">Time of a trial that does not end early, at that pace.</param>
/// <param name="TrialBytes">Bytes that a trial leaves in the ledger, its state not counted.</param>
/// <param name="StepsPerSecond">Steps a second.</param>
internal readonly record struct SliceSample(TimeSpan SliceTime, TimeSpan TrialTime, long TrialBytes, double StepsPerSecond)
{
    /// <summary>What a slice's row has besides its curve: keys, digests, checksum, and its share of pages.</summary>
    private const int RowBytes = 220;

    /// <summary>Computes the first slice of a cell's first trial.</summary>
    /// <exception cref="TrialException">The trial cannot be computed.</exception>
    public static SliceSample Take(ILongStudy study, Cell cell, ulong seed)
    {
        var runner = new SliceRunner(study, study.CreateLongRunner(LaneWidths.Widest), cell, seed);
        var layout = study.Description.Long!.Slices(cell);
        var start = Stopwatch.GetTimestamp();
        var result = runner.Run(0, runner.First);
        var time = Stopwatch.GetElapsedTime(start);
        var slices = result.IsLast ? 1 : layout.Slices;
        return new SliceSample(
            time, time * slices, slices * (result.Rows.Length + RowBytes), runner.First.Steps / time.TotalSeconds);
    }
}
