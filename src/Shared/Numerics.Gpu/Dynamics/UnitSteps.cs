using ILGPU;

namespace Farm.Numerics.Gpu.Dynamics;

/// <summary><see cref="UnitKernel{T}"/> in a thread: the same operations in the same order.</summary>
/// <remarks>
/// Constants are <see cref="UnitKernel{T}.Numbers"/>. Orbit and tangents go step by step together, since a thread has
/// registers for both.
/// </remarks>
internal readonly struct UnitSteps : IOrbitSteps
{
    private const int Points = 4;
    private const int Tangents = 3;
    private const int Rescale = 8;

    // Where constants lie.
    private const int Y = 2 * Points;
    private const int YBelow = 3 * Points;
    private const int YZero = 4 * Points;
    private const int Products = 5 * Points;
    private const int MinusFactor = 11 * Points;
    private const int SquareBelow = MinusFactor + 1;
    private const int SquareZero = MinusFactor + 2;

    /// <summary>Numbers before those that kernels of corners have besides.</summary>
    public const int Constants = MinusFactor + 3;

    /// <inheritdoc/>
    public static void Advance(in OrbitGpuMemory memory, int orbit, int steps)
    {
        var theta = Load(memory, memory.States, 0, orbit);
        for (var step = 0; step < steps; step++)
        {
            Next(memory, ref theta);
        }

        Keep(memory, memory.States, 0, orbit, theta);
    }

    /// <inheritdoc/>
    public static void Begin(in OrbitGpuMemory memory, int orbit)
    {
        for (var k = 0; k < Tangents; k++)
        {
            memory.Set(memory.Lengths, k, orbit, GpuDouble.Of(0));
        }

        var (a, b, c) = (Start(memory, 0), Start(memory, 1), Start(memory, 2));
        Orthogonalise(memory, orbit, ref a, ref b, ref c);
        Keep(memory, orbit, a, b, c);
    }

    /// <inheritdoc/>
    public static void Advance(in OrbitGpuMemory memory, int orbit, int steps, int block)
    {
        var theta = Load(memory, memory.States, 0, orbit);
        var a = Load(memory, memory.Tangents, 0, orbit);
        var b = Load(memory, memory.Tangents, 1, orbit);
        var c = Load(memory, memory.Tangents, 2, orbit);
        AddLengths(memory, orbit, block, -1, a, b, c);
        for (var step = 1; step <= steps; step++)
        {
            Turn(memory, theta, ref a, ref b, ref c);
            Next(memory, ref theta);
            if (step % Rescale == 0)
            {
                Orthogonalise(memory, orbit, ref a, ref b, ref c);
            }
        }

        AddLengths(memory, orbit, block, 1, a, b, c);
        Keep(memory, memory.States, 0, orbit, theta);
        Keep(memory, orbit, a, b, c);
    }

    private static void AddLengths(
        in OrbitGpuMemory memory, int orbit, int block, int sign, in UnitState a, in UnitState b, in UnitState c)
    {
        AddLength(memory, orbit, block, 0, sign, a);
        AddLength(memory, orbit, block, 1, sign, b);
        AddLength(memory, orbit, block, 2, sign, c);
    }

    private static void AddLength(in OrbitGpuMemory memory, int orbit, int block, int k, int sign, in UnitState v)
    {
        var logarithm = Growth.OfLength(UnitState.Dot(v, v), memory.Get(memory.Lengths, k, orbit));
        var row = block * Tangents + k;
        memory.Set(memory.Growth, row, orbit, memory.Get(memory.Growth, row, orbit) + GpuDouble.Of(sign) * logarithm);
    }

    private static void Next(in OrbitGpuMemory memory, ref UnitState theta)
    {
        var zero = GpuDouble.Of(0);
        var gradient = new UnitState(zero, zero, zero);
        for (var point = 0; point < Points; point++)
        {
            var z = Height(memory, point, theta);
            var target = GpuDouble.IfLess(
                zero, z, memory.Constant(Y + point), GpuDouble.IfLess(z, zero, memory.Constant(YBelow + point), memory.Constant(YZero + point)));
            var pull = GpuDouble.FusedMultiplyAdd(Square(memory, z), z, -target);
            gradient.X = GpuDouble.FusedMultiplyAdd(pull, memory.Constant(point), gradient.X);
            gradient.Y = GpuDouble.FusedMultiplyAdd(pull, memory.Constant(Points + point), gradient.Y);
            gradient.Z += pull;
        }

        var minus = memory.Constant(MinusFactor);
        theta = new UnitState(
            GpuDouble.FusedMultiplyAdd(minus, gradient.X, theta.X),
            GpuDouble.FusedMultiplyAdd(minus, gradient.Y, theta.Y),
            GpuDouble.FusedMultiplyAdd(minus, gradient.Z, theta.Z));
    }

    private static GpuDouble Height(in OrbitGpuMemory memory, int point, in UnitState theta) => GpuDouble.FusedMultiplyAdd(
        theta.X, memory.Constant(point), GpuDouble.FusedMultiplyAdd(theta.Y, memory.Constant(Points + point), theta.Z));

    private static GpuDouble Square(in OrbitGpuMemory memory, GpuDouble z) => GpuDouble.IfLess(
        GpuDouble.Of(0), z, GpuDouble.Of(1), GpuDouble.IfLess(z, GpuDouble.Of(0), memory.Constant(SquareBelow), memory.Constant(SquareZero)));

    /// <summary>v ← J·v, then each orthogonal to those before.</summary>
    private static void Turn(in OrbitGpuMemory memory, in UnitState theta, ref UnitState a, ref UnitState b, ref UnitState c)
    {
        var q0 = Square(memory, Height(memory, 0, theta));
        var q1 = Square(memory, Height(memory, 1, theta));
        var q2 = Square(memory, Height(memory, 2, theta));
        var q3 = Square(memory, Height(memory, 3, theta));
        var first = new UnitState(
            Entry(memory, 0, 1, q0, q1, q2, q3), Entry(memory, 1, 0, q0, q1, q2, q3), Entry(memory, 2, 0, q0, q1, q2, q3));
        var rest = new UnitState(
            Entry(memory, 3, 1, q0, q1, q2, q3), Entry(memory, 4, 0, q0, q1, q2, q3), Entry(memory, 5, 1, q0, q1, q2, q3));
        a.Multiply(first, rest);
        b.Multiply(first, rest);
        c.Multiply(first, rest);
        var over = Inverse(UnitState.Dot(a, a));
        b.Subtract(a, UnitState.Dot(a, b) * over);
        c.Subtract(a, UnitState.Dot(a, c) * over);
        c.Subtract(b, UnitState.Dot(b, c) * Inverse(UnitState.Dot(b, b)));
    }

    /// <summary>An entry of the Jacobian.</summary>
    private static GpuDouble Entry(
        in OrbitGpuMemory memory, int entry, int one, GpuDouble q0, GpuDouble q1, GpuDouble q2, GpuDouble q3)
    {
        var at = Products + entry * Points;
        var sum = GpuDouble.FusedMultiplyAdd(q0, memory.Constant(at), GpuDouble.Of(one));
        sum = GpuDouble.FusedMultiplyAdd(q1, memory.Constant(at + 1), sum);
        sum = GpuDouble.FusedMultiplyAdd(q2, memory.Constant(at + 2), sum);
        return GpuDouble.FusedMultiplyAdd(q3, memory.Constant(at + 3), sum);
    }

    private static void Orthogonalise(in OrbitGpuMemory memory, int orbit, ref UnitState a, ref UnitState b, ref UnitState c)
    {
        Rescaled(memory, orbit, 0, ref a);
        b.Subtract(a, UnitState.Dot(a, b) * Inverse(UnitState.Dot(a, a)));
        Rescaled(memory, orbit, 1, ref b);
        c.Subtract(a, UnitState.Dot(a, c) * Inverse(UnitState.Dot(a, a)));
        c.Subtract(b, UnitState.Dot(b, c) * Inverse(UnitState.Dot(b, b)));
        Rescaled(memory, orbit, 2, ref c);
    }

    private static void Rescaled(in OrbitGpuMemory memory, int orbit, int k, ref UnitState v)
    {
        var scale = Growth.HalfScale(UnitState.Dot(v, v), out var exponent);
        v = new UnitState(v.X * scale, v.Y * scale, v.Z * scale);
        memory.Set(memory.Lengths, k, orbit, memory.Get(memory.Lengths, k, orbit) + exponent);
    }

    private static GpuDouble Inverse(GpuDouble square) =>
        GpuDouble.IfLess(GpuDouble.Of(0), square, GpuDouble.Of(1) / square, GpuDouble.Of(0));

    private static UnitState Start(in OrbitGpuMemory memory, int k) => new(
        GpuDouble.Of(memory.TangentStarts[k * Tangents]),
        GpuDouble.Of(memory.TangentStarts[k * Tangents + 1]),
        GpuDouble.Of(memory.TangentStarts[k * Tangents + 2]));

    private static UnitState Load(in OrbitGpuMemory memory, ArrayView<double> rows, int k, int orbit) => new(
        memory.Get(rows, k * Tangents, orbit), memory.Get(rows, k * Tangents + 1, orbit), memory.Get(rows, k * Tangents + 2, orbit));

    private static void Keep(in OrbitGpuMemory memory, int orbit, in UnitState a, in UnitState b, in UnitState c)
    {
        Keep(memory, memory.Tangents, 0, orbit, a);
        Keep(memory, memory.Tangents, 1, orbit, b);
        Keep(memory, memory.Tangents, 2, orbit, c);
    }

    private static void Keep(in OrbitGpuMemory memory, ArrayView<double> rows, int k, int orbit, in UnitState v)
    {
        memory.Set(rows, k * Tangents, orbit, v.X);
        memory.Set(rows, k * Tangents + 1, orbit, v.Y);
        memory.Set(rows, k * Tangents + 2, orbit, v.Z);
    }
}
