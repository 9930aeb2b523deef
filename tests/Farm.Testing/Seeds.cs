using Xunit.Abstractions;

namespace Farm.Testing;

/// <summary>Seeds of random tests: a new one each time, printed.</summary>
public static class Seeds
{
    /// <summary>A seed that <c>FARM_TEST_SEED</c> replaces.</summary>
    public static int New(ITestOutputHelper output)
    {
        var seed = Environment.GetEnvironmentVariable("FARM_TEST_SEED") is { } given ? int.Parse(given) : Random.Shared.Next();
        output.WriteLine($"seed {seed} (FARM_TEST_SEED={seed} tries it again)");
        return seed;
    }
}
