using ILGPU;

namespace Farm.Numerics.Gpu.Dynamics;

/// <summary>A point of a network's data in a thread, whose orbit's rows it works on.</summary>
internal readonly struct NetThread(int orbit, GpuDouble x, GpuDouble y)
{
    /// <summary>The error; of each unit φ(z) and φ' stay in the scratch memory.</summary>
    public GpuDouble Forward(in OrbitGpuMemory memory, GpuDouble target)
    {
        var zero = GpuDouble.Of(0);
        var f = memory.Deep != 0 ? memory.Get(memory.States, memory.Parameters - 1, orbit) : zero;
        for (var u = 0; u < memory.Units; u++)
        {
            var z = Height(memory, memory.States, 0, u);
            var slope = GpuDouble.IfLess(
                zero, z, GpuDouble.Of(1), GpuDouble.IfLess(z, zero, GpuDouble.Of(memory.Slope), GpuDouble.Of(memory.SlopeAtZero)));
            var height = slope * z;
            memory.Set(memory.Scratch, memory.UnitRows + 2 * u, orbit, height);
            memory.Set(memory.Scratch, memory.UnitRows + 2 * u + 1, orbit, slope);
            f = memory.Deep != 0 ? GpuDouble.FusedMultiplyAdd(memory.Get(memory.States, Output(memory, u), orbit), height, f) : f + height;
        }

        return f - target;
    }

    /// <summary>Adds e∇f to the gradient.</summary>
    public void Backward(in OrbitGpuMemory memory, GpuDouble error)
    {
        for (var u = 0; u < memory.Units; u++)
        {
            var pull = error * SlopeOf(memory, u);
            if (memory.Deep != 0)
            {
                pull *= memory.Get(memory.States, Output(memory, u), orbit);
                Add(memory, Output(memory, u), error, HeightOf(memory, u));
            }

            Spread(memory, 0, u, pull);
        }

        if (memory.Deep != 0)
        {
            Add(memory, memory.Parameters - 1, error, GpuDouble.Of(1));
        }
    }

    /// <summary>Adds the derivative of e∇f along a tangent.</summary>
    public void Turn(in OrbitGpuMemory memory, int tangent, GpuDouble error)
    {
        var (v, h) = (tangent * memory.Parameters, (tangent + 1) * memory.Parameters);
        var isDeep = memory.Deep != 0;
        var rise = isDeep ? memory.Get(memory.Tangents, v + memory.Parameters - 1, orbit) : GpuDouble.Of(0);
        for (var u = 0; u < memory.Units; u++)
        {
            var lift = SlopeOf(memory, u) * Height(memory, memory.Tangents, v, u);
            memory.Set(memory.Scratch, memory.UnitRows + 2 * memory.Units + u, orbit, lift);
            rise = !isDeep ? rise + lift : GpuDouble.FusedMultiplyAdd(
                memory.Get(memory.Tangents, v + Output(memory, u), orbit),
                HeightOf(memory, u),
                GpuDouble.FusedMultiplyAdd(memory.Get(memory.States, Output(memory, u), orbit), lift, rise));
        }

        for (var u = 0; u < memory.Units; u++)
        {
            if (!isDeep)
            {
                Spread(memory, h, u, rise * SlopeOf(memory, u));
                continue;
            }

            Add(memory, h + Output(memory, u), rise, HeightOf(memory, u));
            Add(memory, h + Output(memory, u), error, memory.Get(memory.Scratch, memory.UnitRows + 2 * memory.Units + u, orbit));
            var pull = GpuDouble.FusedMultiplyAdd(
                error,
                memory.Get(memory.Tangents, v + Output(memory, u), orbit),
                rise * memory.Get(memory.States, Output(memory, u), orbit));
            Spread(memory, h, u, pull * SlopeOf(memory, u));
        }

        if (isDeep)
        {
            Add(memory, h + memory.Parameters - 1, rise, GpuDouble.Of(1));
        }
    }

    private static int PerUnit(in OrbitGpuMemory memory) => memory.Inputs + memory.Biases;

    private static int Output(in OrbitGpuMemory memory, int unit) => memory.Units * PerUnit(memory) + unit;

    private GpuDouble HeightOf(in OrbitGpuMemory memory, int unit) => memory.Get(memory.Scratch, memory.UnitRows + 2 * unit, orbit);

    private GpuDouble SlopeOf(in OrbitGpuMemory memory, int unit) => memory.Get(memory.Scratch, memory.UnitRows + 2 * unit + 1, orbit);

    /// <summary>w·x + b of a unit, or of a tangent.</summary>
    private GpuDouble Height(in OrbitGpuMemory memory, ArrayView<double> w, int first, int unit)
    {
        var at = first + unit * PerUnit(memory);
        var z = memory.Get(w, at, orbit) * x;
        if (memory.Inputs > 1)
        {
            z = GpuDouble.FusedMultiplyAdd(memory.Get(w, at + 1, orbit), y, z);
        }

        return memory.Biases != 0 ? z + memory.Get(w, at + memory.Inputs, orbit) : z;
    }

    private void Spread(in OrbitGpuMemory memory, int first, int unit, GpuDouble pull)
    {
        var at = first + unit * PerUnit(memory);
        Add(memory, at, pull, x);
        if (memory.Inputs > 1)
        {
            Add(memory, at + 1, pull, y);
        }

        if (memory.Biases != 0)
        {
            Add(memory, at + memory.Inputs, pull, GpuDouble.Of(1));
        }
    }

    private void Add(in OrbitGpuMemory memory, int row, GpuDouble a, GpuDouble b) => memory.Set(
        memory.Scratch, row, orbit, GpuDouble.FusedMultiplyAdd(a, b, memory.Get(memory.Scratch, row, orbit)));
}
