using Farm.Numerics;

namespace Farm.Studies.Dynamics;

/// <summary>
/// Iterates a batch of orbits, a lane each: watched steps, transient, exponents, the search for a period. What it leaves is
/// for <see cref="OrbitJudge"/>.
/// </summary>
internal sealed class OrbitBatch : OrbitFindings
{
    private readonly DynamicsSettings settings;
    private readonly IOrbitKernel kernel;
    private readonly double[] before;
    private long done;

    public OrbitBatch(LaneWidth width, DynamicsSettings settings)
        : this(OrbitKernels.Create(width, settings.Problem), settings)
    {
    }

    private OrbitBatch(IOrbitKernel kernel, DynamicsSettings settings)
        : base(settings.Problem, kernel.Exponents)
    {
        (this.kernel, this.settings) = (kernel, settings);
        States = new double[Plane.Parameters * IOrbitKernel.Lanes];
        before = new double[States.Length];
    }

    /// <summary>States of all lanes, a row a parameter.</summary>
    public double[] States { get; }

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

    /// <summary>A lane that has escaped stays at 0.</summary>
    private void Escape(int lane)
    {
        Escape(lane, Lane(before, lane).ToArray(), done);
        for (var at = lane; at < States.Length; at += IOrbitKernel.Lanes)
        {
            States[at] = 0;
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
