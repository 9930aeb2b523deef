
namespace Farm.Bench;

/// <summary>Memory and ledger of ten million trials, and how fast their results are read.</summary>
internal static class TenMillion
{
    public static Sheet Measure(int rounds, string folder)
    {
        var sheet = new Sheet(
            "ten-million",
            "What do ten million trials at `keep: flags` cost in memory and on disk, and how long does `results` take to read them? Under 300 MB, under 120 MB and under 2 s are asked for.",
            $"dotnet run -c Release --project bench -- ten-million --rounds {rounds}");
        var memory = new Samples("peak resident memory of run", "MB");
        var disk = new Samples("ledger", "MB");
        var results = new Samples("results --format csv, start to exit", "s");
        var reading = new Samples("peak resident memory of results", "MB");
        for (var round = 0; round < rounds; round++)
        {
            var place = Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;
            var sweep = Path.Combine(place, "sweep.yaml");
            File.WriteAllText(sweep, "name: ten-million\nstudy: xor\nseed: 20260101\ntrials: 2000000\naxes:\n  - init: [normal, mirror, live]\n  - {init: [margin], margin: [0.1, 0.3]}\n");
            memory.Add(Processes.RunFarm(place, "run", sweep).PeakBytes / 1e6);
            disk.Add(new FileInfo(Path.Combine(place, "farm.db")).Length / 1e6);
            var read = Processes.RunFarm(place, "results", "--format", "csv");
            results.Add(read.Elapsed.TotalSeconds);
            reading.Add(read.PeakBytes / 1e6);
            Directory.Delete(place, recursive: true);
        }

        sheet.Add(memory, disk, results, reading);
        return sheet;
    }
}
