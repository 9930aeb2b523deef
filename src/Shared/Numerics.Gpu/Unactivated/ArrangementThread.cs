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
            return new PlaneThread(memory).Slopes(cell, PlaneOf(cell, 0, cell.Units));
        }

        if (new AxisThread(memory).HaveOneAbove0(cell))
        {
            return (int)SlopeVerdict.Unbounded;
        }

        var last = Order(cell, cell.Inputs);
        Measure(cell);
        return SlopesOfPlanes(cell, last);
    }

    /// <summary>The supremum; stops when it is surely above a limit.</summary>
    public void Values(in NeuronGpuCell cell, GpuDouble limit, ref GpuSupremum found)
    {
        var isOrdered = cell.Inputs > 2 || cell.Units >= ArrangementSupremum<GpuDouble>.FewestToOrder;
        var last = isOrdered ? Order(cell, cell.Inputs + 1) : cell.Units;
        var walked = isOrdered ? cell.Ordered : 0;
        var (isWhole, made, stale) = (true, 0, 0);
        Start(cell);
        while (isWhole && stale >= 0)
        {
            isWhole = Reduce(cell, stale, ref made, hasOffsets: true)
                && new PlaneThread(memory).Add(cell, PlaneOf(cell, walked, last), limit, ref found);
            stale = Next(cell, last);
        }

        found.IsWhole = isWhole ? 1 : 0;
    }

    private int SlopesOfPlanes(in NeuronGpuCell cell, int last)
    {
        var (verdict, made, stale) = ((int)SlopeVerdict.Bounded, 0, 0);
        Start(cell);
        while (stale >= 0)
        {
            var plane = Reduce(cell, stale, ref made, hasOffsets: false)
                ? new PlaneThread(memory).Slopes(cell, PlaneOf(cell, cell.Ordered, last))
                : (int)SlopeVerdict.Undecided;
            if (plane == (int)SlopeVerdict.Unbounded)
            {
                return plane;
            }

            verdict = plane == (int)SlopeVerdict.Undecided ? plane : verdict;
            stale = Next(cell, last);
        }

        return verdict;
    }

    private GpuPlane PlaneOf(in NeuronGpuCell cell, int walked, int last) => cell.Chosen == 0
        ? new(walked, walked + cell.Units, cell.Units, 0, last)
        : new(walked, cell.LevelAt(cell.Chosen - 1), cell.Units, memory.Index(cell, cell.Chosen - 1) + 1, last);

    /// <summary>Writes v, W and b with their units in the order of v; returns the unit after the last that has lines.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="rows">How many rows are wanted after v: those of W, or with b.</param>
    private int Order(in NeuronGpuCell cell, int rows)
    {
        var last = 0;
        for (var unit = 0; unit < cell.Units; unit++)
        {
            var (v, place) = (memory.Get(cell, unit), 0);
            for (var other = 0; other < cell.Units; other++)
            {
                var before = memory.Get(cell, other);
                if (GpuDouble.IsLess(before, v) || (other < unit && !GpuDouble.IsLess(v, before)))
                {
                    place++;
                }
            }

            for (var row = 0; row <= rows; row++)
            {
                memory.Set(cell, cell.Ordered + row * cell.Units + place, memory.Get(cell, row * cell.Units + unit));
            }

            if (GpuDouble.IsLessOrEqual(v, GpuDouble.Of(0)))
            {
                last++;
            }
        }

        return last < cell.Inputs ? cell.Units : last;
    }

    private void Measure(in NeuronGpuCell cell)
    {
        for (var j = 0; j < cell.Units; j++)
        {
            var size = GpuDouble.Of(0);
            for (var q = 1; q <= cell.Inputs; q++)
            {
                var other = GpuDouble.Abs(memory.Get(cell, cell.Ordered + q * cell.Units + j));
                size = GpuDouble.IfLess(size, other, other, size);
            }

            memory.Set(cell, cell.Sizes + j, size * GpuDouble.Of(ISupremum.Tolerance));
        }
    }

    private void Start(in NeuronGpuCell cell)
    {
        for (var i = 0; i < cell.Chosen; i++)
        {
            memory.SetIndex(cell, i, i);
        }
    }

    /// <summary>The next units of a plane; the first place that changed, −1 when there is none.</summary>
    private int Next(in NeuronGpuCell cell, int last)
    {
        for (var at = cell.Chosen - 1; at >= 0; at--)
        {
            var unit = memory.Index(cell, at);
            if (unit < last - 1 - (cell.Chosen - at))
            {
                for (var after = at; after < cell.Chosen; after++)
                {
                    memory.SetIndex(cell, after, unit + 1 + after - at);
                }

                return at;
            }
        }

        return -1;
    }

    private bool Reduce(in NeuronGpuCell cell, int stale, ref int made, bool hasOffsets)
    {
        for (made = stale < made ? stale : made; made < cell.Chosen; made++)
        {
            var from = made == 0 ? cell.Ordered + cell.Units : cell.LevelAt(made - 1);
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
