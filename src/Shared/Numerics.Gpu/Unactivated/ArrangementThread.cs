namespace Farm.Numerics.Gpu.Unactivated;

/// <summary><see cref="ArrangementSupremum{T}"/> in a thread: the same planes in the same order.</summary>
internal readonly struct ArrangementThread(NeuronThread memory)
{
    private readonly NeuronThread memory = memory;

    /// <summary>What the slopes say.</summary>
    public int Slopes(in NeuronGpuCell cell)
    {
        if (cell.Inputs == 2)
        {
            return new PlaneThread(memory).Slopes(cell, cell.First, 0, 0, hasSizes: false);
        }

        Measure(cell, cell.First);
        if (cell.Ordered == 0)
        {
            return Slopes(cell, cell.First, 0, all: true);
        }

        if (Slopes(cell, cell.First, 0, all: false) == (int)SlopeVerdict.Unbounded)
        {
            return (int)SlopeVerdict.Unbounded;
        }

        Order(cell);
        Measure(cell, cell.OrderedOuter + cell.Units);
        return Slopes(cell, cell.OrderedOuter + cell.Units, cell.OrderedOuter, all: true);
    }

    /// <summary>The supremum; stops when it is surely above a limit.</summary>
    public void Values(in NeuronGpuCell cell, GpuDouble limit, ref GpuSupremum found)
    {
        var (made, stale) = (0, 0);
        Start(cell);
        do
        {
            found.IsWhole = Reduce(cell, cell.First, stale, ref made, hasOffsets: true) ? 1 : 0;
            var rest = Rest(cell);
            if (found.IsWhole != 0
                && !new PlaneThread(memory).Add(cell, PlaneOf(cell, cell.First), FirstLine(cell), rest, limit, ref found))
            {
                found.IsWhole = 0;
            }

            stale = found.IsWhole != 0 ? Next(cell) : -1;
        }
        while (stale >= 0);
    }

    private int Slopes(in NeuronGpuCell cell, int first, int outer, bool all)
    {
        var (verdict, made, stale) = ((int)SlopeVerdict.Bounded, 0, 0);
        Start(cell);
        do
        {
            if (!Reduce(cell, first, stale, ref made, hasOffsets: false))
            {
                verdict = (int)SlopeVerdict.Undecided;
            }
            else
            {
                var plane = new PlaneThread(memory).Slopes(cell, PlaneOf(cell, first), outer, FirstLine(cell), hasSizes: true);
                if (plane == (int)SlopeVerdict.Unbounded)
                {
                    return plane;
                }

                verdict = plane == (int)SlopeVerdict.Undecided ? plane : verdict;
            }

            stale = all ? Next(cell) : -1;
        }
        while (stale >= 0);
        return verdict;
    }

    private static int Chosen(in NeuronGpuCell cell) => cell.Inputs - 2;

    private int FirstLine(in NeuronGpuCell cell) => Chosen(cell) == 0 ? 0 : memory.Index(cell, Chosen(cell) - 1) + 1;

    private static int PlaneOf(in NeuronGpuCell cell, int first) => Chosen(cell) == 0 ? first : cell.LevelAt(Chosen(cell) - 1);

    private void Start(in NeuronGpuCell cell)
    {
        for (var i = 0; i < Chosen(cell); i++)
        {
            memory.SetIndex(cell, i, i);
        }
    }

    private void Measure(in NeuronGpuCell cell, int first)
    {
        for (var j = 0; j < cell.Units; j++)
        {
            var size = GpuDouble.Of(0);
            for (var q = 0; q < cell.Inputs; q++)
            {
                var other = GpuDouble.Abs(memory.Get(cell, first + q * cell.Units + j));
                size = GpuDouble.IfLess(size, other, other, size);
            }

            memory.Set(cell, cell.Sizes + j, size * GpuDouble.Of(ISupremum.Tolerance));
        }
    }

    /// <summary>W and v with the units in the order of v.</summary>
    private void Order(in NeuronGpuCell cell)
    {
        var order = cell.Inputs + cell.Units;
        for (var unit = 0; unit < cell.Units; unit++)
        {
            var (at, v) = (unit, memory.Get(cell, unit));
            for (; at > 0 && GpuDouble.IsLess(v, memory.Get(cell, memory.Index(cell, order + at - 1))); at--)
            {
                memory.SetIndex(cell, order + at, memory.Index(cell, order + at - 1));
            }

            memory.SetIndex(cell, order + at, unit);
        }

        for (var unit = 0; unit < cell.Units; unit++)
        {
            for (var row = 0; row <= cell.Inputs; row++)
            {
                memory.Set(
                    cell,
                    cell.OrderedOuter + row * cell.Units + unit,
                    memory.Get(cell, row * cell.Units + memory.Index(cell, order + unit)));
            }
        }
    }

    /// <summary>The next units of a plane; the first place that changed, −1 when there is none.</summary>
    private int Next(in NeuronGpuCell cell)
    {
        var chosen = Chosen(cell);
        for (var at = chosen - 1; at >= 0; at--)
        {
            var unit = memory.Index(cell, at);
            if (unit < cell.Units - 1 - (chosen - at))
            {
                for (var after = at; after < chosen; after++)
                {
                    memory.SetIndex(cell, after, unit + 1 + after - at);
                }

                return at;
            }
        }

        return -1;
    }

    private int Rest(in NeuronGpuCell cell)
    {
        var (count, taken) = (0, 0);
        for (var unit = 0; unit < cell.Units; unit++)
        {
            if (taken < Chosen(cell) && memory.Index(cell, taken) == unit)
            {
                taken++;
            }
            else
            {
                memory.SetIndex(cell, cell.Inputs + count, unit);
                count++;
            }
        }

        return count;
    }

    private bool Reduce(in NeuronGpuCell cell, int first, int stale, ref int made, bool hasOffsets)
    {
        for (made = stale < made ? stale : made; made < Chosen(cell); made++)
        {
            var from = made == 0 ? first : cell.LevelAt(made - 1);
            if (!Restrict(cell, from, cell.LevelAt(made), cell.Inputs - made, memory.Index(cell, made), hasOffsets))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary><see cref="Restriction"/>.</summary>
    private bool Restrict(in NeuronGpuCell cell, int from, int to, int coordinates, int hyperplane, bool hasOffsets)
    {
        var (pivot, largest) = (0, GpuDouble.Of(0));
        for (var q = 0; q < coordinates; q++)
        {
            var size = GpuDouble.Abs(memory.Get(cell, from + q * cell.Units + hyperplane));
            if (GpuDouble.IsLess(largest, size))
            {
                (pivot, largest) = (q, size);
            }
        }

        if (GpuDouble.IsLessOrEqual(largest, memory.Get(cell, cell.Sizes + hyperplane)))
        {
            return false;
        }

        var pivots = from + pivot * cell.Units;
        var inverse = GpuDouble.Of(-1) / memory.Get(cell, pivots + hyperplane);
        var result = to;
        for (var q = 0; q < coordinates + (hasOffsets ? 1 : 0); q++)
        {
            if (q == pivot)
            {
                continue;
            }

            var numbers = from + q * cell.Units;
            var factor = memory.Get(cell, numbers + hyperplane) * inverse;
            for (var j = 0; j < cell.Units; j++)
            {
                memory.Set(cell, result + j, GpuDouble.FusedMultiplyAdd(
                    factor, memory.Get(cell, pivots + j), memory.Get(cell, numbers + j)));
            }

            memory.Set(cell, result + hyperplane, GpuDouble.Of(0));
            result += cell.Units;
        }

        return true;
    }
}
