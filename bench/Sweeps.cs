using Farm.Coordinator.Sweeps;
using Farm.Domain;
using Farm.Studies;

namespace Farm.Bench;

/// <summary>The sweeps that are measured.</summary>
internal static class Sweeps
{
    /// <summary>Path of the published table's sweep.</summary>
    public static string XorMargin { get; } = Path.Combine(AppContext.BaseDirectory, "studies", "xor-margin.yaml");

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
