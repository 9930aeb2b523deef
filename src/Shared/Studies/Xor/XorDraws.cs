using System.Runtime.InteropServices;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>The random numbers of healing, each a pure function of trial, update and what it is for.</summary>
/// <remarks>Random stream 1; stream 0 is that of the starts. An update has four draws.</remarks>
internal static class XorDraws
{
    private const uint Stream = 1;
    private const uint DrawsOfUpdate = 4;

    /// <summary>A unit vector in a random direction.</summary>
    public static (float X, float Y) Direction(ulong key, ulong trial, int update, int point)
    {
        var word = Philox.Draw(key, trial, Stream, (uint)update * DrawsOfUpdate + (uint)point).Word0;
        SinCosOfTurn.Of(Lanes128.OfBits(word), out var sin, out var cos);
        return (First(cos), First(sin));
    }

    /// <summary>1 or −1.</summary>
    public static double Sign(ulong key, ulong trial, int update, int unit) =>
        (int)Philox.Draw(key, trial, Stream, (uint)update * DrawsOfUpdate + (uint)unit).Word0 < 0 ? -1 : 1;

    /// <summary>Two standard normals.</summary>
    public static (float X, float Y) Normals(ulong key, ulong trial, int update, int unit)
    {
        var (radius, angle, _, _) = Philox.Draw(key, trial, Stream, (uint)update * DrawsOfUpdate + 2 + (uint)unit);
        NormalPair.Of(Lanes128.OfBits(radius), Lanes128.OfBits(angle), out var x, out var y);
        return (First(x), First(y));
    }

    private static float First(Lanes128 lanes)
    {
        Span<float> numbers = stackalloc float[Lanes128.Count];
        Lanes128.Store(lanes, ref MemoryMarshal.GetReference(numbers));
        return numbers[0];
    }
}
