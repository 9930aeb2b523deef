using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Farm.Domain;
using Farm.Studies.Tests.Dynamics;
using Farm.Studies.Tests.Momentums;
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
        string[] xor =
        [
            "", "init=margin,margin=0.2", "model=abs,optimizer=heavy-ball", "slope=0.1", "healing=rescue,rescue_kind=noise",
            "healing=all",
        ];
        string[] momentum = ["momentum=0.9", "target=relu,gamma=0.01", "gradient=sampled,dimension=3", "gradient=network"];
        foreach (var width in XorCells.Widths)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            TrialColumns[] blocks =
            [
                .. xor.Select(kind => XorCells.Run(XorCells.Of(kind), width, 0, 40)),
                .. momentum.Select(kind => MomentumCells.Run(MomentumCells.Of($"{kind},lattice=12,max_steps=300"), width)),
                .. UnactivatedCells.Kinds.Select(kind => UnactivatedCells.Run(UnactivatedCells.Of(kind), width, 77, 60)),
            ];
            foreach (var columns in blocks)
            {
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
