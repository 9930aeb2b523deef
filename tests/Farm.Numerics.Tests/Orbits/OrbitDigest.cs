using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Farm.Numerics.Tests.Orbits;

/// <summary>What kernels of orbits yield at each width, in a few digits.</summary>
internal static class OrbitDigest
{
    public static IEnumerable<string> All() => OrbitCases.Widths.Select(Of);

    private static string Of(LaneWidth width)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var problem in OrbitCases.All.Values)
        {
            var kernel = OrbitKernels.Create(width, problem);
            var states = OrbitCases.States(problem, new Random(5));
            var growth = new double[kernel.Exponents * IOrbitKernel.Lanes];
            kernel.Advance(states, 37);
            kernel.Begin();
            kernel.Advance(states, 64, growth);
            kernel.Advance(states, 32, growth);
            hash.AppendData(MemoryMarshal.AsBytes(states.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(growth.AsSpan()));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
