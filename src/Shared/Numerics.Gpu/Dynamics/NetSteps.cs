using ILGPU;

namespace Farm.Numerics.Gpu.Dynamics;

/// <summary><see cref="NetKernel{T}"/> in a thread: the same operations in the same order.</summary>
/// <remarks>Constants: of each point its inputs, the second 0 where there is one, and its target.</remarks>
internal readonly struct NetSteps : IOrbitSteps
{
    private const int Rescale = 8;

    /// <summary>The constants of a problem.</summary>
    public static double[] Constants(OrbitProblem problem) =>
    [
        .. Enumerable.Range(0, problem.Count).SelectMany(i => new[]
        {
            problem.Input(i, 0), problem.Model.Inputs > 1 ? problem.Input(i, 1) : 0, problem.Targets[i],
        }),
    ];

    /// <inheritdoc/>
    public static void Advance(in OrbitGpuMemory memory, int orbit, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            Differentiate(memory, orbit, 0);
            Descend(memory, memory.States, 0, orbit, memory.Parameters);
        }
    }

    /// <inheritdoc/>
    public static void Begin(in OrbitGpuMemory memory, int orbit)
    {
        for (var k = 0; k < memory.Exponents; k++)
        {
            memory.Set(memory.Lengths, k, orbit, GpuDouble.Of(0));
        }

        for (var row = 0; row < memory.Exponents * memory.Parameters; row++)
        {
            memory.Set(memory.Tangents, row, orbit, GpuDouble.Of(memory.TangentStarts[row]));
        }

        Orthogonalise(memory, orbit);
        TakeLengths(memory, orbit);
    }

    /// <inheritdoc/>
    public static void Advance(in OrbitGpuMemory memory, int orbit, int steps, int block)
    {
        AddLengths(memory, orbit, block, -1);
        for (var step = 1; step <= steps; step++)
        {
            Differentiate(memory, orbit, memory.Exponents);
            Descend(memory, memory.States, 0, orbit, memory.Parameters);
            Descend(memory, memory.Tangents, memory.Parameters, orbit, memory.Exponents * memory.Parameters);
            Orthogonalise(memory, orbit);
            if (step % Rescale == 0)
            {
                TakeLengths(memory, orbit);
            }
        }

        AddLengths(memory, orbit, block, 1);
    }

    /// <summary>x ← x − (2η/N)g, with g in the scratch memory from a row on.</summary>
    private static void Descend(in OrbitGpuMemory memory, ArrayView<double> x, int from, int orbit, int rows)
    {
        var minus = GpuDouble.Of(memory.MinusFactor);
        for (var row = 0; row < rows; row++)
        {
            memory.Set(x, row, orbit, GpuDouble.FusedMultiplyAdd(
                minus, memory.Get(memory.Scratch, from + row, orbit), memory.Get(x, row, orbit)));
        }
    }

    private static void Differentiate(in OrbitGpuMemory memory, int orbit, int tangents)
    {
        for (var row = 0; row < (1 + tangents) * memory.Parameters; row++)
        {
            memory.Set(memory.Scratch, row, orbit, GpuDouble.Of(0));
        }

        for (var point = 0; point < memory.Points; point++)
        {
            var thread = new NetThread(orbit, memory.Constant(3 * point), memory.Constant(3 * point + 1));
            var error = thread.Forward(memory, memory.Constant(3 * point + 2));
            thread.Backward(memory, error);
            for (var k = 0; k < tangents; k++)
            {
                thread.Turn(memory, k, error);
            }
        }
    }

    private static void Orthogonalise(in OrbitGpuMemory memory, int orbit)
    {
        for (var k = 1; k < memory.Exponents; k++)
        {
            for (var l = 0; l < k; l++)
            {
                var square = Dot(memory, orbit, l, l);
                var share = GpuDouble.IfLess(GpuDouble.Of(0), square, Dot(memory, orbit, l, k) / square, GpuDouble.Of(0));
                for (var row = 0; row < memory.Parameters; row++)
                {
                    var to = k * memory.Parameters + row;
                    memory.Set(memory.Tangents, to, orbit, GpuDouble.FusedMultiplyAdd(
                        -share, memory.Get(memory.Tangents, l * memory.Parameters + row, orbit), memory.Get(memory.Tangents, to, orbit)));
                }
            }
        }
    }

    private static GpuDouble Dot(in OrbitGpuMemory memory, int orbit, int left, int right)
    {
        var sum = GpuDouble.Of(0);
        for (var row = 0; row < memory.Parameters; row++)
        {
            sum = GpuDouble.FusedMultiplyAdd(
                memory.Get(memory.Tangents, left * memory.Parameters + row, orbit),
                memory.Get(memory.Tangents, right * memory.Parameters + row, orbit),
                sum);
        }

        return sum;
    }

    private static void TakeLengths(in OrbitGpuMemory memory, int orbit)
    {
        for (var k = 0; k < memory.Exponents; k++)
        {
            var scale = Growth.HalfScale(Dot(memory, orbit, k, k), out var exponent);
            for (var row = k * memory.Parameters; row < (k + 1) * memory.Parameters; row++)
            {
                memory.Set(memory.Tangents, row, orbit, memory.Get(memory.Tangents, row, orbit) * scale);
            }

            memory.Set(memory.Lengths, k, orbit, memory.Get(memory.Lengths, k, orbit) + exponent);
        }
    }

    private static void AddLengths(in OrbitGpuMemory memory, int orbit, int block, int sign)
    {
        for (var k = 0; k < memory.Exponents; k++)
        {
            var logarithm = Growth.OfLength(Dot(memory, orbit, k, k), memory.Get(memory.Lengths, k, orbit));
            var row = block * memory.Exponents + k;
            memory.Set(memory.Growth, row, orbit, memory.Get(memory.Growth, row, orbit) + GpuDouble.Of(sign) * logarithm);
        }
    }
}
