using Farm.Numerics;

namespace Farm.Studies.Dynamics;

/// <summary>
/// Iterates a batch of orbits, a lane each: watched steps, transient, exponents, the search for a period. What it leaves is
/// for <see cref="OrbitJudge"/>.
/// </summary>
internal sealed class OrbitBatch
{
    /// <summary>The norm above which an orbit has diverged.</summary>
    public const double Escaped = 1e9;

    /// <summary>The norm below which it has collapsed.</summary>
    private const double Collapsed = 1e-9;

    /// <summary>Steps between two looks at norms.</summary>
    private const int Chunk = 256;

    /// <summary>How close an orbit must come to where it was, in parts of 1 + the largest parameter.</summary>
    private const double Return = 1e-9;

    private readonly DynamicsSettings settings;
    private readonly IOrbitKernel kernel;
    private readonly double[] before;
    private readonly double[] scratch;
    private long done;

    public OrbitBatch(LaneWidth width, DynamicsSettings settings)
    {
        this.settings = settings;
        kernel = OrbitKernels.Create(width, settings.Problem);
        Plane = new OrbitPlane(settings.Problem);
        Exponents = new OrbitExponents(kernel.Exponents);
        States = new double[Plane.Parameters * IOrbitKernel.Lanes];
        (before, End) = (new double[States.Length], new double[States.Length]);
        scratch = new double[Plane.Parameters];
    }

    /// <summary>Formulas of single states.</summary>
    public OrbitPlane Plane { get; }

    /// <summary>Exponents; nothing where they are off.</summary>
    public OrbitExponents Exponents { get; }

    /// <summary>States of all lanes, a row a parameter.</summary>
    public double[] States { get; }

    /// <summary>The states that orbits end with: those whose periods are known.</summary>
    public double[] End { get; }

    /// <summary>What was seen in watched steps.</summary>
    public OrbitWatch[] Watches { get; } = new OrbitWatch[IOrbitKernel.Lanes];

    /// <summary>Period of each lane; 0 for none.</summary>
    public int[] Periods { get; } = new int[IOrbitKernel.Lanes];

    /// <summary>Step at which a lane's norm was above all bounds; −1 where it was not.</summary>
    public long[] Escapes { get; } = new long[IOrbitKernel.Lanes];

    /// <summary>What a lane's direction did when its norm left all bounds.</summary>
    public OrbitDirection[] Directions { get; } = new OrbitDirection[IOrbitKernel.Lanes];

    /// <summary>Computes a batch of trials from one on.</summary>
    public void Run(ulong key, long first)
    {
        for (var lane = 0; lane < IOrbitKernel.Lanes; lane++)
        {
            OrbitStarts.Fill(settings, key, first + lane, States, lane);
            (Escapes[lane], Directions[lane]) = (-1, OrbitDirection.Bounded);
        }

        done = 0;
        Watch();
        Advance(settings.Transient, hasTangents: false);
        if (settings.HasExponents)
        {
            Measure();
        }
        else
        {
            Advance(settings.Steps, hasTangents: false);
        }

        FindPeriods();
    }

    /// <summary>A lane's numbers out of rows; valid until the next call.</summary>
    public ReadOnlySpan<double> Lane(double[] rows, int lane)
    {
        for (var k = 0; k < scratch.Length; k++)
        {
            scratch[k] = rows[k * IOrbitKernel.Lanes + lane];
        }

        return scratch;
    }

    /// <summary>Looks at every orbit in each of the first steps.</summary>
    private void Watch()
    {
        for (var lane = 0; lane < IOrbitKernel.Lanes; lane++)
        {
            Watches[lane] = OrbitWatch.From(Plane, Lane(States, lane));
        }

        for (var step = 0; step < settings.Watch; step++)
        {
            Advance(1, hasTangents: false);
            for (var lane = 0; lane < IOrbitKernel.Lanes; lane++)
            {
                if (Escapes[lane] < 0)
                {
                    Watches[lane].See(Plane, Lane(States, lane), settings.Problem.LearningRate);
                }
            }
        }
    }

    /// <summary>Exponents over the blocks; tangents first turn into their directions, as long as a block is.</summary>
    private void Measure()
    {
        var block = settings.Steps / DynamicsSettings.Blocks;
        kernel.Begin();
        Exponents.Clear();
        Advance(block, hasTangents: true);
        Exponents.Clear();
        for (var i = 0; i < DynamicsSettings.Blocks; i++)
        {
            Advance(block, hasTangents: true);
            Exponents.EndBlock(block);
        }
    }

    private void Advance(int steps, bool hasTangents)
    {
        for (int left = steps, part; left > 0 && Escapes.AsSpan().Contains(-1); left -= part)
        {
            part = Math.Min(left, Chunk);
            States.CopyTo(before, 0);
            if (hasTangents)
            {
                kernel.Advance(States, part, Exponents.Growth);
            }
            else
            {
                kernel.Advance(States, part);
            }

            Look();
            done += part;
        }
    }

    /// <summary>Takes lanes out whose norm is beyond all bounds, and looks at directions.</summary>
    private void Look()
    {
        for (var lane = 0; lane < IOrbitKernel.Lanes; lane++)
        {
            if (Escapes[lane] >= 0)
            {
                continue;
            }

            var norm = OrbitDirections.Norm(Lane(States, lane));
            if (!(norm < Escaped))
            {
                Escape(lane);
            }
            else if (norm < Collapsed && norm > 0 && Directions[lane] == OrbitDirection.Bounded)
            {
                Directions[lane] = OrbitDirections.Of(Plane, Lane(States, lane));
            }
        }
    }

    /// <summary>The plain formula finds the step, from the last state that was looked at.</summary>
    private void Escape(int lane)
    {
        var state = Lane(before, lane).ToArray();
        var step = 0;
        while (step < Chunk && OrbitDirections.Norm(state) < Escaped)
        {
            Plane.Step(state);
            step++;
        }

        Escapes[lane] = done + step;
        Directions[lane] = OrbitDirections.Of(Plane, state);
        for (var k = 0; k < state.Length; k++)
        {
            States[k * IOrbitKernel.Lanes + lane] = 0;
        }
    }

    private void FindPeriods()
    {
        States.CopyTo(End, 0);
        Array.Clear(Periods);
        var left = Escapes.Count(e => e < 0);
        for (var period = 1; period <= settings.MaxPeriod && left > 0; period++)
        {
            kernel.Advance(States, 1);
            for (var lane = 0; lane < IOrbitKernel.Lanes; lane++)
            {
                if (Periods[lane] == 0 && Escapes[lane] < 0 && IsBack(lane))
                {
                    Periods[lane] = period;
                    left--;
                }
            }
        }
    }

    private bool IsBack(int lane)
    {
        var (distance, size) = (0.0, 1.0);
        for (var at = lane; at < States.Length; at += IOrbitKernel.Lanes)
        {
            distance = Math.Max(distance, Math.Abs(States[at] - End[at]));
            size = Math.Max(size, 1 + Math.Abs(End[at]));
        }

        return distance <= Return * size;
    }
}
