using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Farm.Studies.Tests.Dynamics;
using Farm.Studies.Tests.Networks;
using Farm.Studies.Tests.Unactivated;

namespace Farm.Studies.Tests;

/// <summary>What a test starts in a child process to compute with other instruction sets.</summary>
internal static class Program
{
    /// <summary>Prints which widths are accelerated, then a digest of trials of several cells at each width.</summary>
    public static void Main()
    {
        Console.WriteLine($"{Vector128.IsHardwareAccelerated} {Vector256.IsHardwareAccelerated} {Vector512.IsHardwareAccelerated}");
        foreach (var width in XorCells.Widths)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var kind in new[] { "", "init=margin,margin=0.2", "model=abs,optimizer=heavy-ball", "slope=0.1", "healing=rescue,rescue_kind=noise", "healing=all" })
            {
                var columns = XorCells.Run(XorCells.Of(kind), width, 0, 40);
                for (var column = 0; column < columns.Measurements.Count; column++)
                {
                    hash.AppendData(columns.Raw(column));
                }
            }

            foreach (var kind in UnactivatedCells.Kinds)
            {
                var columns = UnactivatedCells.Run(UnactivatedCells.Of(kind), width, 77, 60);
                for (var column = 0; column < columns.Measurements.Count; column++)
                {
                    hash.AppendData(columns.Raw(column));
                }
            }

            var healed = new HealedTraining(new(5, 20, 3, 2), HealedTraining.Busy, width: width);
            healed.Steps(60);
            hash.AppendData(healed.State());
            hash.AppendData(Convert.FromHexString(OrbitCells.Digest(width)));
            Console.WriteLine(Convert.ToHexString(hash.GetHashAndReset()));
        }
    }
}
