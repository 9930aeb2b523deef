using System.Globalization;

namespace Farm.Bench;

/// <summary>What the farm adds to the kernel's own time.</summary>
internal static class RunOverhead
{
    public static Sheet Measure(int rounds, long trials, string folder)
    {
        var text = trials.ToString(CultureInfo.InvariantCulture);
        var sheet = new Sheet(
            "run-overhead",
            $"How much longer than its kernel does the built program take for `run studies/xor-margin.yaml --trials {text}` (18 cells)? At most 1.3 times is asked for.",
            $"dotnet run -c Release --project bench -- run-overhead --rounds {rounds} --trials {text}");
        var (sweep, study) = Sweeps.Read(Sweeps.XorMargin, trials);
        var kernel = new Samples("kernel alone, all cores", "s");
        var run = new Samples("farm run, start to exit", "s");
        var kernelProcessor = new Samples("kernel alone, processor time", "s");
        var runProcessor = new Samples("farm run, processor time", "s");
        for (var round = 0; round < rounds; round++)
        {
            var alone = KernelTime.Of(sweep, study, Environment.ProcessorCount);
            kernel.Add(alone.Elapsed.TotalSeconds);
            kernelProcessor.Add(alone.Processor.TotalSeconds);
            var whole = Processes.RunFarm(Fresh(folder), "run", Sweeps.XorMargin, "--trials", text);
            run.Add(whole.Elapsed.TotalSeconds);
            runProcessor.Add(whole.Processor.TotalSeconds);
        }

        sheet.Add(kernel, run, Samples.Ratio("run / kernel", run, kernel));
        sheet.Add(kernelProcessor, runProcessor, Samples.Ratio("run / kernel, processor time", runProcessor, kernelProcessor));
        return sheet;
    }

    private static string Fresh(string folder) =>
        Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;
}
