using System.Globalization;
using System.Text.Json;

namespace Farm.Bench;

/// <summary>From the start of the process to its first block on disk, by the log's own time of the first commit.</summary>
internal static class FirstBlock
{
    public static Sheet Measure(int rounds, string folder)
    {
        var sheet = new Sheet(
            "first-block",
            "How long after its start has `run studies/xor-margin.yaml` its first block on disk? Under 0.5 s is asked for. (Start: just before the process is created. End: the time in the log of the first `BatchCommitted`.)",
            $"dotnet run -c Release --project bench -- first-block --rounds {rounds}");
        var first = new Samples("start to first block on disk", "s");
        for (var round = 0; round < rounds; round++)
        {
            var place = Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;
            var start = TimeProvider.System.GetUtcNow();
            Processes.RunFarm(place, "run", Sweeps.XorMargin, "--trials", "20000");
            var log = Processes.RunFarm(place, "logs", "--event", "BatchCommitted", "--format", "jsonl").Output;
            using var commit = JsonDocument.Parse(log[..log.IndexOf('\n', StringComparison.Ordinal)]);
            var at = commit.RootElement.GetProperty("Timestamp").GetString()!;
            first.Add((DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) - start).TotalSeconds);
        }

        sheet.Add(first);
        return sheet;
    }
}
