using System.Runtime.Intrinsics;
using Farm.Numerics.Tests.Health;
using Farm.Numerics.Tests.Hyperbolicity;
using Farm.Numerics.Tests.Networks;
using Farm.Numerics.Tests.Orbits;

namespace Farm.Numerics.Tests;

/// <summary>What a test starts in a child process to compute with other instruction sets.</summary>
internal static class Program
{
    /// <summary>Prints which widths are accelerated, then digests.</summary>
    public static void Main()
    {
        Console.WriteLine($"{Vector128.IsHardwareAccelerated} {Vector256.IsHardwareAccelerated} {Vector512.IsHardwareAccelerated}");
        string[] digests =
        [
            .. ClassifierDigest.All(), .. NetworkDigest.All(), .. HealthDigest.All(), .. NormalLawTests.Digests(), .. OrbitDigest.All(),
        ];
        foreach (var digest in digests)
        {
            Console.WriteLine(digest);
        }
    }
}
