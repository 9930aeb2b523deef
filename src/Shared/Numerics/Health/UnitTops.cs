using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Farm.Numerics;

/// <summary>max_j z_ji, the highest pre-activation of every unit i over a batch: a ReLU with none above 0 is off on it.</summary>
public static class UnitTops
{
    /// <summary>Fills them in. A unit with a NaN has NaN.</summary>
    /// <param name="z">A row a sample, a column a unit.</param>
    /// <param name="samples">How many of the rows, at least 1.</param>
    /// <param name="tops">One a unit.</param>
    public static void Fill(Matrix z, int samples, Span<float> tops)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples, z.Rows);
        ArgumentOutOfRangeException.ThrowIfNotEqual(tops.Length, z.Columns);
        Span<float> part = stackalloc float[Matrix.Padding];
        for (var column = 0; column < z.Columns; column += Matrix.Padding)
        {
            ref var first = ref Unsafe.Add(ref z.First, column);
            var top = Vector512.LoadUnsafe(ref first);
            for (var row = 1; row < samples; row++)
            {
                top = Vector512.Max(top, Vector512.LoadUnsafe(ref first, (nuint)(row * z.Stride)));
            }

            top.CopyTo(part);
            part[..Math.Min(Matrix.Padding, z.Columns - column)].CopyTo(tops[column..]);
        }
    }
}
