namespace Farm.Simulation.Tests;

/// <summary>Which seeds a test run tries.</summary>
internal static class Seeds
{
    /// <summary>Environment variable that names one seed to try alone.</summary>
    public const string Variable = "FARM_SIMULATION_SEED";

    /// <summary>Environment variable that sets how many seeds are tried, from seed 1.</summary>
    public const string CountVariable = "FARM_SIMULATION_SEEDS";

    private const int DefaultCount = 4_000;

    public static IEnumerable<int> All =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } one
            ? [int.Parse(one, System.Globalization.CultureInfo.InvariantCulture)]
            : Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable(CountVariable), out var count) ? count : DefaultCount);
}
