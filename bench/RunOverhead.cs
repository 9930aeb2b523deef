using System.Diagnostics;
using System.Globalization;
using Farm.Coordinator.Ledger;

namespace Farm.Bench;

/// <summary>What the farm adds to the kernel's own time, and how soon the first block is on disk.</summary>
internal static class RunOverhead
{
    public static Sheet Measure(int rounds, long trials, string folder)
    {
        var text = trials.ToString(CultureInfo.InvariantCulture);
        var sheet = new Sheet(
            "run-overhead",
            $"How much longer than its kernel does the built program take for `run studies/xor-margin.yaml --trials {text}` (18 cells), and how soon is the first block on disk? At most 1.3 times and 0.5 s are asked for.",
            $"dotnet run -c Release --project bench -- run-overhead --rounds {rounds} --trials {text}");
        var (sweep, study) = Sweeps.Read(Sweeps.XorMargin, trials);
        var kernel = new Samples("kernel alone, all cores", "s");
        var run = new Samples("farm run, start to exit", "s");
        var kernelProcessor = new Samples("kernel alone, processor time", "s");
        var runProcessor = new Samples("farm run, processor time", "s");
        var first = new Samples("start to first block on disk", "s");
        for (var round = 0; round < rounds; round++)
        {
            var alone = KernelTime.Of(sweep, study, Environment.ProcessorCount);
            kernel.Add(alone.Elapsed.TotalSeconds);
            kernelProcessor.Add(alone.Processor.TotalSeconds);
            var whole = Processes.RunFarm(Fresh(folder), "run", Sweeps.XorMargin, "--trials", text);
            run.Add(whole.Elapsed.TotalSeconds);
            runProcessor.Add(whole.Processor.TotalSeconds);
            first.Add(FirstBlock(Fresh(folder), sweep.Cells.Count).TotalSeconds);
        }

        sheet.Add(kernel, run, Samples.Ratio("run / kernel", run, kernel));
        sheet.Add(kernelProcessor, runProcessor, Samples.Ratio("run / kernel, processor time", runProcessor, kernelProcessor));
        sheet.Add(first);
        return sheet;
    }

    private static TimeSpan FirstBlock(string folder, int cells)
    {
        var watch = Stopwatch.StartNew();
        var ended = Task.Run(() => Processes.RunFarm(folder, "run", Sweeps.XorMargin));
        while (!HasBlock(Path.Combine(folder, "farm.db")))
        {
            if (ended.IsCompleted)
            {
                throw new InvalidOperationException($"farm ended without a block of {cells} cells.");
            }

            Thread.Sleep(2);
        }

        var elapsed = watch.Elapsed;
        ended.Wait();
        return elapsed;
    }

    private static bool HasBlock(string ledger)
    {
        if (!File.Exists(ledger))
        {
            return false;
        }

        try
        {
            using var reader = SqliteLedgerReader.Open(ledger);
            return reader.Sweeps() is [var sweep, ..]
                && reader.Extents(sweep.Sweep.Cells[0], sweep.Sweep.Seed, sweep.Sweep.BlockSize).Count > 0;
        }
        catch (LedgerException)
        {
            // Its writer is just creating it.
            return false;
        }
    }

    private static string Fresh(string folder) =>
        Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;
}
