using Farm.Studies.Unactivated;

namespace Farm.Numerics.Gpu.Unactivated;

/// <summary>A thread with its rows: draws, and tries a cloud, as <see cref="NeuronSource"/> and <see cref="PointCloud"/> do.</summary>
internal readonly struct NeuronThread(int thread)
{
    private readonly int thread = thread;

    /// <summary>A number of a row.</summary>
    public GpuDouble Get(in NeuronGpuCell cell, int row) => GpuDouble.Of(cell.Rows[(long)row * cell.Threads + thread]);

    /// <summary>Sets one.</summary>
    public void Set(in NeuronGpuCell cell, int row, GpuDouble value) => cell.Rows[(long)row * cell.Threads + thread] = value.Value;

    /// <summary>A whole number.</summary>
    public int Index(in NeuronGpuCell cell, int row) => cell.Indices[(long)row * cell.Threads + thread];

    /// <summary>Sets one.</summary>
    public void SetIndex(in NeuronGpuCell cell, int row, int value) => cell.Indices[(long)row * cell.Threads + thread] = value;

    /// <summary>Draws numbers of a trial as <see cref="SymmetricDraws"/> does.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="first">Row of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="isNormal">Whether the law is normal.</param>
    public void Draw(in NeuronGpuCell cell, uint stream, long trial, int first, int count, bool isNormal)
    {
        var draws = (count + 3) / 4;
        for (var draw = 0; draw < draws; draw++)
        {
            var words = Philox.Draw(cell.Key, (ulong)trial, stream, (uint)draw);
            if (isNormal)
            {
                NormalPair.Of(GpuFloat.OfBits(words.Word0), GpuFloat.OfBits(words.Word1), out var n0, out var n1);
                NormalPair.Of(GpuFloat.OfBits(words.Word2), GpuFloat.OfBits(words.Word3), out var n2, out var n3);
                Put(cell, first, draw, count, GpuDouble.Of(n0.Value));
                Put(cell, first, draws + draw, count, GpuDouble.Of(n1.Value));
                Put(cell, first, 2 * draws + draw, count, GpuDouble.Of(n2.Value));
                Put(cell, first, 3 * draws + draw, count, GpuDouble.Of(n3.Value));
                continue;
            }

            Put(cell, first, draw, count, Uniform(words.Word0));
            Put(cell, first, draws + draw, count, Uniform(words.Word1));
            Put(cell, first, 2 * draws + draw, count, Uniform(words.Word2));
            Put(cell, first, 3 * draws + draw, count, Uniform(words.Word3));
        }
    }

    /// <summary>Whether an input of the trial's cloud activates the drawn neuron, or makes it 0.</summary>
    public bool IsActive(in NeuronGpuCell cell, long trial)
    {
        for (var done = 0; done < cell.Cloud; done += NeuronGpuCell.CloudPoints)
        {
            var stream = UnactivatedStreams.FirstCloud + (uint)(done / NeuronGpuCell.CloudPoints);
            Draw(cell, stream, trial, cell.Points, NeuronGpuCell.CloudPoints * cell.Inputs, isNormal: true);
            for (var point = 0; point < NeuronGpuCell.CloudPoints && done + point < cell.Cloud; point++)
            {
                if (GpuDouble.IsLessOrEqual(GpuDouble.Of(0), ValueAt(cell, point)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private GpuDouble ValueAt(in NeuronGpuCell cell, int point)
    {
        var (factor, spread) = (GpuDouble.Of(cell.Factor), GpuDouble.Of(cell.Spread));
        var sum = Get(cell, cell.Offsets + cell.Units);
        for (var unit = 0; unit < cell.Units; unit++)
        {
            var z = factor * Get(cell, cell.Offsets + unit);
            for (var input = 0; input < cell.Inputs; input++)
            {
                var x = Get(cell, cell.Points + input * NeuronGpuCell.CloudPoints + point) * spread;
                z = GpuDouble.FusedMultiplyAdd(factor * Get(cell, cell.First + input * cell.Units + unit), x, z);
            }

            sum = GpuDouble.FusedMultiplyAdd(Get(cell, unit), GpuDouble.Positive(z), sum);
        }

        return sum;
    }

    private static GpuDouble Uniform(uint word) => GpuDouble.FusedMultiplyAdd(
        GpuDouble.Of((int)word), GpuDouble.Of(1.0 / 2147483648), GpuDouble.Of(0.5 / 2147483648));

    private void Put(in NeuronGpuCell cell, int first, int number, int count, GpuDouble value)
    {
        if (number < count)
        {
            Set(cell, first + number, value);
        }
    }
}
