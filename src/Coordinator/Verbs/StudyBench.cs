using System.Diagnostics;
using System.Text;
using Farm.Coordinator.Sweeps;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Coordinator.Verbs;

/// <summary>Measures a study's production kernel on the cell of its defaults, on one thread and on two.</summary>
internal static class StudyBench
{
    private const int ChunkBlocks = 32;
    private const ulong Seed = 1;

    private static readonly TimeSpan warmUp = TimeSpan.FromMilliseconds(500);

    /// <summary>Measures a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="studies">The catalogue that it is in.</param>
    /// <param name="time">Time for each of the three measurements.</param>
    public static IEnumerable<BenchRow> Run(IStudy study, StudyCatalog studies, TimeSpan time)
    {
        var (name, cell) = (study.Description.Name, DefaultCell(study, studies));
        if (study is ILongStudy longs)
        {
            yield return new BenchRow($"{name} slices", "steps/s per core", StepsPerSecond(longs, cell, time));
            yield break;
        }

        OneThread(study, cell, warmUp, encodes: true);
        var one = OneThread(study, cell, time, encodes: false);
        var two = TwoThreads(study, cell, time);
        var encoded = OneThread(study, cell, time, encodes: true);
        var encoding = encoded.EncodingSecondsEach;

        yield return new BenchRow(name, "trials/s per core", one.TrialsPerSecond);
        yield return new BenchRow($"{name} on 2 threads", "trials/s", two);
        yield return new BenchRow($"{name} thread scaling", "ratio", two / one.TrialsPerSecond);
        if (one.EpochsEach > 0)
        {
            yield return new BenchRow($"{name} epochs", "epochs/s per core", one.EpochsEach * one.TrialsPerSecond);
        }

        yield return new BenchRow($"{name} trial", "ns", 1e9 / one.TrialsPerSecond);
        yield return new BenchRow($"{name} encode and digest", "ns a trial", 1e9 * encoding);
        yield return new BenchRow(
            $"{name} with encode and digest", "trials/s per core", 1 / ((1 / encoded.TrialsPerSecond) + encoding));
    }

    /// <summary>Steps a second in the median of the slices that fit into the time, the first one not counted.</summary>
    private static double StepsPerSecond(ILongStudy study, Cell cell, TimeSpan time)
    {
        SliceSample.Take(study, cell, Seed);
        var (start, rates) = (Stopwatch.GetTimestamp(), new List<double>());
        do
        {
            rates.Add(SliceSample.Take(study, cell, Seed).StepsPerSecond);
        }
        while (Stopwatch.GetElapsedTime(start) < time);
        rates.Sort();
        return rates[rates.Count / 2];
    }

    private static Cell DefaultCell(IStudy study, StudyCatalog studies)
    {
        var trials = study.Description.Enumerated is null ? "trials: 1\n" : "";
        var text = $"name: bench\nstudy: {study.Description.Name}\nseed: {Seed}\n{trials}";
        var reading = SweepReader.ReadBytes(Encoding.UTF8.GetBytes(text), "bench", SweepOverrides.None, studies);
        return reading.IsGood
            ? reading.Sweep.Cells[0]
            : throw new InvalidOperationException($"Study '{study.Description.Name}' has no default cell: {reading.Errors[0]}");
    }

    /// <summary>Both threads compute from a common start until the time is over; what they did is added up.</summary>
    private static double TwoThreads(IStudy study, Cell cell, TimeSpan time)
    {
        using var start = new Barrier(2);
        var paces = new Pace[2];
        var threads = Enumerable.Range(0, 2).Select(i => new Thread(() =>
        {
            var bench = new KernelLoop(study, cell, firstTrial: i * (1L << 40));
            start.SignalAndWait();
            paces[i] = bench.Run(time, encodes: false);
        })).ToArray();
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        return paces.Sum(p => p.TrialsPerSecond);
    }

    private static Pace OneThread(IStudy study, Cell cell, TimeSpan time, bool encodes) =>
        new KernelLoop(study, cell, firstTrial: 0).Run(time, encodes);

    /// <summary>
    /// What a loop did. Speeds are medians over its chunks, so that a neighbour who takes the core for a moment does not
    /// count as the kernel's time.
    /// </summary>
    private readonly record struct Pace(double TrialsPerSecond, double EncodingSecondsEach, double EpochsEach);

    /// <summary>A worker's inner loop without its mailboxes: chunks of blocks, and each block encoded when asked for.</summary>
    private sealed class KernelLoop
    {
        private readonly int blockSize;
        private readonly Cell cell;
        private readonly ITrialRunner runner;
        private readonly TrialColumns columns;
        private readonly IStudy study;
        private readonly long end;
        private long next;

        public KernelLoop(IStudy study, Cell cell, long firstTrial)
        {
            this.study = study;
            this.cell = cell;
            blockSize = study.Description.BlockSize;
            runner = study.CreateRunner(LaneWidths.Widest);

            // Where trials are enumerated there are no others: the same ones again.
            end = study.Description.Enumerated?.Invoke(cell).Points ?? long.MaxValue;
            columns = new TrialColumns(
                study.Description.MeasurementsOf(cell), (int)Math.Min(end, ChunkBlocks * blockSize));
            next = firstTrial + columns.Capacity > end ? 0 : firstTrial;
        }

        public Pace Run(TimeSpan time, bool encodes)
        {
            var encoder = new BlockEncoder(study.Description, cell, Seed, blockSize, Keep.Flags);
            var epochs = columns.IndexOf("epochs");
            var (kernel, encoding, epochsDone) = (new List<double>(), new List<double>(), 0L);
            var start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                var before = Stopwatch.GetTimestamp();
                columns.Begin(next, columns.Capacity);
                runner.Run(cell, Seed, columns);
                kernel.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
                encoding.Add(encodes ? Encode(encoder) : 0);
                epochsDone += epochs < 0 ? 0 : Sum(columns.Counts(epochs));
                next += columns.Capacity;
                next = next + columns.Capacity > end ? 0 : next;
            }

            return new Pace(
                columns.Capacity / Median(kernel),
                Median(encoding) / columns.Capacity,
                (double)epochsDone / ((long)kernel.Count * columns.Capacity));
        }

        private static double Median(List<double> values)
        {
            values.Sort();
            return values[values.Count / 2];
        }

        private double Encode(BlockEncoder encoder)
        {
            var start = Stopwatch.GetTimestamp();
            for (var row = 0; row < columns.Rows; row += blockSize)
            {
                var rows = Math.Min(blockSize, columns.Rows - row);
                encoder.Encode(columns, row, rows, (columns.FirstTrial + row) / blockSize, 0, TimeSpan.Zero);
            }

            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        private static long Sum(ReadOnlySpan<ushort> counts)
        {
            long sum = 0;
            foreach (var count in counts)
            {
                sum += count;
            }

            return sum;
        }
    }
}

/// <summary>One figure of a bench.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">In which unit.</param>
/// <param name="Value">How much.</param>
internal sealed record BenchRow(string Name, string Unit, double Value);
