using Farm.Coordinator.Sweeps;
using Farm.Domain;
using Farm.Studies;

namespace Farm.Bench;

/// <summary>The sweeps that are measured.</summary>
internal static class Sweeps
{
    /// <summary>Path of the published table's sweep.</summary>
    public static string XorMargin { get; } = Path.Combine(AppContext.BaseDirectory, "studies", "xor-margin.yaml");

    /// <summary>Writes a sweep of one xor cell in small blocks and gives its path.</summary>
    public static string OfSmallBlocks(string folder, string fixedValues, int blockSize)
    {
        var path = Path.Combine(folder, Path.GetRandomFileName() + ".yaml");
        File.WriteAllText(
            path,
            $"name: shards\nstudy: xor\nseed: 1\ntrials: 1\nblock: {blockSize}\nfixed: {{{fixedValues}}}\naxes:\n  - init_std: [0.5]\n");
        return path;
    }

    /// <summary>A sweep file, with overrides.</summary>
    public static (Sweep Sweep, IStudy Study) Read(string path, long trials)
    {
        var overrides = SweepOverrides.None with { Trials = $"{trials}" };
        var reading = SweepReader.ReadFile(path, overrides, BuiltInStudies.Catalog);
        return reading is { Sweep: { } sweep, Study: { } study }
            ? (sweep, study)
            : throw new InvalidOperationException(string.Join('\n', reading.Errors));
    }
}
