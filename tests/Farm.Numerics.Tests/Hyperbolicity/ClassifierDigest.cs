using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Farm.Numerics.Tests.Hyperbolicity;

/// <summary>Digests of everything that checks of seeded layers say.</summary>
internal static class ClassifierDigest
{
    public static IEnumerable<string> All()
    {
        foreach (var (samples, inputs, units) in new[] { (4, 2, 3), (64, 8, 20), (64, 90, 20), (70, 30, 9) })
        {
            var random = new Random(samples + inputs);
            var layer = SampleLayer.Random(random, samples, inputs, units, outputs: 3);
            layer.DrawProbabilities(random);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var rule in new[] { UpdateRule.Momentum(0.5, 0.9), UpdateRule.Adam(0.01, 0.9, 0.999, 1e-8, 7) })
            {
                var (largest, residuals) = (new double[units], new double[units]);
                layer.Weighed().Largest(layer.View, rule, largest, residuals);
                hash.AppendData(MemoryMarshal.AsBytes<double>(largest));
                hash.AppendData(MemoryMarshal.AsBytes<double>(residuals));
                foreach (var report in layer.Classify(rule))
                {
                    hash.AppendData(MemoryMarshal.AsBytes<double>([report.Trace, report.Largest, report.Smallest, report.FreeFactor]));
                    hash.AppendData(System.Text.Encoding.UTF8.GetBytes(report.ToString()));
                }
            }

            yield return Convert.ToHexString(hash.GetHashAndReset());
        }
    }
}
