using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace Farm.Numerics.Gpu;

/// <summary>
/// Whether a device's exact operations are the host's, by running each on numbers of all sizes, subnormals, infinities and
/// NaN among them: what drivers promise and what they do is not always the same.
/// </summary>
internal static class ArithmeticProbe
{
    private const int Count = 4096;
    private const int Operations = 11;

    /// <summary>Whether all results agree; of float64 only where the device has it.</summary>
    public static bool Passes(GpuDevice device)
    {
        device.Bind();
        return PassesSingle(device) && (!device.Facts.HasDouble || PassesDouble(device));
    }

    private static bool PassesSingle(GpuDevice device)
    {
        using var input = device.Buffer<float>();
        using var output = device.Buffer<float>();
        var numbers = MemoryMarshal.Cast<uint, float>(Bits32()).ToArray();
        var results = new float[Operations * Count];
        device.Accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>>(Single)(
            new KernelConfig(Count / 16, 16), input.Put(numbers), output.View(results.Length));
        output.Get(results);
        var expected = new float[results.Length];
        for (var i = 0; i < Count; i++)
        {
            OfSingle(numbers[i], numbers[Count + i], numbers[2 * Count + i], expected, i);
        }

        return results.Zip(expected).All(p => BitConverter.SingleToInt32Bits(p.First) == BitConverter.SingleToInt32Bits(p.Second)
            || (float.IsNaN(p.First) && float.IsNaN(p.Second)));
    }

    private static bool PassesDouble(GpuDevice device)
    {
        using var input = device.Buffer<double>();
        using var output = device.Buffer<double>();
        var numbers = MemoryMarshal.Cast<ulong, double>(Bits64()).ToArray();
        var results = new double[Operations * Count];
        device.Accelerator.LoadStreamKernel<ArrayView<double>, ArrayView<double>>(Double)(
            new KernelConfig(Count / 16, 16), input.Put(numbers), output.View(results.Length));
        output.Get(results);
        var expected = new double[results.Length];
        for (var i = 0; i < Count; i++)
        {
            OfDouble(numbers[i], numbers[Count + i], numbers[2 * Count + i], expected, i);
        }

        return results.Zip(expected).All(p => BitConverter.DoubleToInt64Bits(p.First) == BitConverter.DoubleToInt64Bits(p.Second)
            || (double.IsNaN(p.First) && double.IsNaN(p.Second)));
    }

    /// <summary>The operations of one thread. Two are sums of a product that a compiler would like to fuse.</summary>
    internal static void Single(ArrayView<float> input, ArrayView<float> output)
    {
        var i = Grid.GlobalIndex.X;
        var (a, b, c) = (new GpuFloat(input[i]), new GpuFloat(input[Count + i]), new GpuFloat(input[2 * Count + i]));
        output[i] = (a + b).Value;
        output[Count + i] = (a - b).Value;
        output[2 * Count + i] = (a * b).Value;
        output[3 * Count + i] = (a / b).Value;
        output[4 * Count + i] = GpuFloat.SquareRoot(GpuFloat.Abs(a)).Value;
        output[5 * Count + i] = GpuFloat.FusedMultiplyAdd(a, b, c).Value;
        output[6 * Count + i] = (a * b + c).Value;
        output[7 * Count + i] = (c - a * b).Value;
        output[8 * Count + i] = GpuFloat.IfLess(a, b, a, c).Value;
        output[9 * Count + i] = GpuFloat.IfLessOrEqual(a, b, c, b).Value;
        output[10 * Count + i] = GpuFloat.Select(GpuFloat.Equal(a, b), c, GpuFloat.Positive(a)).Value;
    }

    /// <inheritdoc cref="Single"/>
    internal static void Double(ArrayView<double> input, ArrayView<double> output)
    {
        var i = Grid.GlobalIndex.X;
        var (a, b, c) = (new GpuDouble(input[i]), new GpuDouble(input[Count + i]), new GpuDouble(input[2 * Count + i]));
        output[i] = (a + b).Value;
        output[Count + i] = (a - b).Value;
        output[2 * Count + i] = (a * b).Value;
        output[3 * Count + i] = (a / b).Value;
        output[4 * Count + i] = GpuDouble.SquareRoot(GpuDouble.Abs(a)).Value;
        output[5 * Count + i] = GpuDouble.FusedMultiplyAdd(a, b, c).Value;
        output[6 * Count + i] = (a * b + c).Value;
        output[7 * Count + i] = (c - a * b).Value;
        output[8 * Count + i] = GpuDouble.IfLess(a, b, a, c).Value;
        output[9 * Count + i] = GpuDouble.IfLessOrEqual(a, b, c, b).Value;
        output[10 * Count + i] = GpuDouble.Select(GpuDouble.Equal(a, b), c, GpuDouble.Positive(a)).Value;
    }

    private static void OfSingle(float a, float b, float c, float[] to, int i)
    {
        var product = a * b;
        (to[i], to[Count + i], to[2 * Count + i], to[3 * Count + i]) = (a + b, a - b, product, a / b);
        (to[4 * Count + i], to[5 * Count + i]) = (MathF.Sqrt(MathF.Abs(a)), MathF.FusedMultiplyAdd(a, b, c));
        (to[6 * Count + i], to[7 * Count + i]) = (product + c, c - product);
        (to[8 * Count + i], to[9 * Count + i], to[10 * Count + i]) = (a < b ? a : c, a <= b ? c : b, a == b ? c : a < 0 ? 0 : a);
    }

    private static void OfDouble(double a, double b, double c, double[] to, int i)
    {
        var product = a * b;
        (to[i], to[Count + i], to[2 * Count + i], to[3 * Count + i]) = (a + b, a - b, product, a / b);
        (to[4 * Count + i], to[5 * Count + i]) = (Math.Sqrt(Math.Abs(a)), Math.FusedMultiplyAdd(a, b, c));
        (to[6 * Count + i], to[7 * Count + i]) = (product + c, c - product);
        (to[8 * Count + i], to[9 * Count + i], to[10 * Count + i]) = (a < b ? a : c, a <= b ? c : b, a == b ? c : a < 0 ? 0 : a);
    }

    /// <summary>Three numbers a thread: half of them of any bits, half near 1, where rounding is what differs, and many that are none.</summary>
    private static uint[] Bits32()
    {
        var bits = new uint[3 * Count];
        for (var i = 0; i < bits.Length; i++)
        {
            var word = Philox.Draw(0, (ulong)i, 0, 0).Word0;
            bits[i] = i % 7 == 0 ? 0x7FC0_0000 : i % 2 == 0 ? word : (word & 0x80FF_FFFF) | 0x3F00_0000;
        }

        return bits;
    }

    private static ulong[] Bits64()
    {
        var bits = new ulong[3 * Count];
        for (var i = 0; i < bits.Length; i++)
        {
            var (high, low, _, _) = Philox.Draw(1, (ulong)i, 0, 0);
            var word = (ulong)high << 32 | low;
            bits[i] = i % 7 == 0 ? 0x7FF8_0000_0000_0000 : i % 2 == 0 ? word : (word & 0x801F_FFFF_FFFF_FFFF) | 0x3FE0_0000_0000_0000;
        }

        return bits;
    }
}
