using System.Globalization;

namespace Farm.EndToEnd.Tests.Storms;

/// <summary>What the environment says of storms.</summary>
internal static class StormOptions
{
    /// <summary>What all chances come from: <c>FARM_TEST_SEED</c>.</summary>
    public static int Seed => Number("FARM_TEST_SEED") ?? 20260101;

    /// <summary>How many faults strike: <c>FARM_STORM_FAULTS</c>, or as many as usual.</summary>
    public static int Faults(int usual) => Number("FARM_STORM_FAULTS") ?? usual;

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var given) ? given : null;
}
