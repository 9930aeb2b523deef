using System.Diagnostics;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Bench;

/// <summary>The time that a sweep's trials take in the kernel alone: nothing encoded, stored or sent.</summary>
internal static class KernelTime
{
    private const int Rows = 32_768;

    public static (TimeSpan Elapsed, TimeSpan Processor) Of(Sweep sweep, IStudy study, int threads)
    {
        var next = -1L;
        var chunks = (sweep.Trials + Rows - 1) / Rows;
        var before = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(Compute)).ToArray();
        Array.ForEach(workers, w => w.Start());
        Array.ForEach(workers, w => w.Join());
        return (watch.Elapsed, Environment.CpuUsage.TotalTime - before);

        void Compute()
        {
            var runner = study.CreateRunner(LaneWidths.Widest);
            for (long at; (at = Interlocked.Increment(ref next)) < chunks * sweep.Cells.Count;)
            {
                var cell = sweep.Cells[(int)(at / chunks)];
                var first = at % chunks * Rows;
                var columns = new TrialColumns(study.Description.MeasurementsOf(cell), Rows);
                columns.Begin(first, (int)Math.Min(Rows, sweep.Trials - first));
                runner.Run(cell, sweep.Seed, columns);
            }
        }
    }
}
