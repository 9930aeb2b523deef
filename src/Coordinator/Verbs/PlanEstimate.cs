using System.Diagnostics;
using Farm.Coordinator.Planning;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Coordinator.Verbs;

/// <summary>What the pending part of a plan will cost, extrapolated from a few of its blocks.</summary>
/// <param name="Time">Time from start to end, if nothing else keeps the cores busy.</param>
/// <param name="Bytes">Bytes that the ledger will grow by.</param>
internal sealed record PlanEstimate(TimeSpan Time, double Bytes)
{
    private const int MostCells = 16;

    /// <summary>What a row has besides summaries and kept bits: keys, digest, checksum, and its share of pages.</summary>
    private const int RowBytes = 120;

    private static readonly TimeSpan warmUp = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan budget = TimeSpan.FromMilliseconds(800);

    /// <summary>
    /// Computes the first block of some pending cells, for less than a second in all; null when nothing is pending or
    /// no such block can be computed.
    /// </summary>
    public static PlanEstimate? Measure(SweepPlan plan, IStudy study, int threads)
    {
        var pending = plan.Cells.Where(c => !c.Pending.IsEmpty).ToArray();
        if (pending.Length == 0)
        {
            return null;
        }

        var start = Stopwatch.GetTimestamp();
        if (study is ILongStudy longs)
        {
            return MeasureSlices(plan, longs, pending, threads);
        }

        var runner = study.CreateRunner(LaneWidths.Widest);
        var (trials, seconds, blocks, bytes) = (0L, 0.0, 0L, 0L);
        var step = Math.Max(1, pending.Length / MostCells);
        for (var i = 0; i < pending.Length && (i == 0 || Stopwatch.GetElapsedTime(start) < budget); i += step)
        {
            if (Sample(plan, pending[i], study, runner, isFirst: i == 0) is not { } sample)
            {
                continue;
            }

            trials += sample.Trials;
            seconds += sample.Elapsed.TotalSeconds;
            blocks++;
            bytes += sample.Summary.Length + sample.Kept.Length + RowBytes;
        }

        return blocks == 0 ? null : new PlanEstimate(
            TimeSpan.FromSeconds(seconds / trials * plan.PendingTrials / threads), (double)bytes / blocks * plan.PendingBlocks);
    }

    /// <summary>
    /// Computes the first slice of some pending cells, until the time is over: each stands for the cells up to the next.
    /// </summary>
    private static PlanEstimate? MeasureSlices(SweepPlan plan, ILongStudy study, CellPlan[] pending, int threads)
    {
        var start = Stopwatch.GetTimestamp();
        var (seconds, bytes, trials) = (0.0, 0.0, 0L);
        var step = Math.Max(1, pending.Length / MostCells);
        for (var i = 0; i < pending.Length && (i == 0 || Stopwatch.GetElapsedTime(start) < budget); i += step)
        {
            try
            {
                var sample = SliceSample.Take(study, pending[i].Cell, plan.Sweep.Seed);
                seconds += sample.TrialTime.TotalSeconds;
                bytes += sample.TrialBytes + RowBytes;
                trials++;
            }
            catch (TrialException)
            {
                // The run will tell; it is no reason not to plan.
            }
        }

        return trials == 0 ? null : new PlanEstimate(
            TimeSpan.FromSeconds(seconds / trials * plan.PendingTrials / threads), bytes / trials * plan.PendingBlocks);
    }

    /// <summary>The first block of a cell at its best time; the first cell also waits for the runtime to compile.</summary>
    private static BlockResult? Sample(SweepPlan plan, CellPlan cell, IStudy study, ITrialRunner runner, bool isFirst)
    {
        var sweep = plan.Sweep;
        var encoder = new BlockEncoder(study.Description, cell.Cell, sweep.Seed, sweep.BlockSize, sweep.Keep);
        var columns = new TrialColumns(encoder.Measurements, sweep.BlockSize);
        var rows = cell.Layout.TrialsIn(0);
        var (began, best) = (Stopwatch.GetTimestamp(), TimeSpan.MaxValue);
        try
        {
            for (var i = 0; i < 2 || (isFirst && Stopwatch.GetElapsedTime(began) < warmUp); i++)
            {
                var start = Stopwatch.GetTimestamp();
                columns.Begin(0, rows);
                runner.Run(cell.Cell, sweep.Seed, columns);
                best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(start).Ticks));
            }
        }
        catch (TrialException)
        {
            // The run will tell; it is no reason not to plan.
            return null;
        }

        return encoder.Encode(columns, 0, rows, 0, 0, best);
    }
}
