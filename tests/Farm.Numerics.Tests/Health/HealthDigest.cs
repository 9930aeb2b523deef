using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Farm.Numerics.Tests.Health;

/// <summary>Digests of all health measures of seeded networks.</summary>
internal static class HealthDigest
{
    public static IEnumerable<string> All()
    {
        foreach (var shape in new NetworkShape[] { new(2, 3, 1, 1), new(8, 45, 3, 2), new(9, 70, 4, 1) { IsResidual = true } })
        {
            var trainer = HealthTraining.Start(new Random(shape.Width), shape, 21, out _);
            trainer.Differentiate();
            var health = new NetworkHealth(shape);
            health.Measure(trainer);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (var layer = 0; layer < shape.Depth; layer++)
            {
                var (reach, summary) = (health[layer].Reach, health[layer].Summary(new(0.9, 0)));
                hash.AppendData(MemoryMarshal.AsBytes(health[layer].Ratios));
                hash.AppendData(MemoryMarshal.AsBytes(health[layer].Norms));
                hash.AppendData(MemoryMarshal.AsBytes<double>(
                    [reach.Dead, reach.Least, summary.Mean, summary.TenthPercentile, summary.NoTorque]));
            }

            yield return Convert.ToHexString(hash.GetHashAndReset());
        }
    }
}
