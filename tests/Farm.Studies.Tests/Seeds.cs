using Xunit.Abstractions;

namespace Farm.Studies.Tests;

/// <summary>Seeds of random tests: a new one each time, printed.</summary>
internal static class Seeds
{
    public static int New(ITestOutputHelper output)
    {
        var seed = Environment.GetEnvironmentVariable("FARM_TEST_SEED") is { } given ? int.Parse(given) : Random.Shared.Next();
        output.WriteLine($"seed {seed} (FARM_TEST_SEED={seed} tries it again)");
        return seed;
    }
}
