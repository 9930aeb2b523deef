using Farm.Numerics;

namespace Farm.Studies.Dynamics;

/// <summary>What was found of a batch of orbits, a lane each, by whoever iterated them; for <see cref="OrbitJudge"/>.</summary>
internal class OrbitFindings
{
    /// <summary>The norm above which an orbit has diverged.</summary>
    public const double Escaped = 1e9;

    /// <summary>The norm below which it has collapsed.</summary>
    public const double Collapsed = 1e-9;

    /// <summary>Steps between two looks at norms.</summary>
    public const int Chunk = 256;

    /// <summary>How close an orbit must come to where it was, in parts of 1 + the largest parameter.</summary>
    public const double Return = 1e-9;

    private readonly double[] scratch;

    /// <summary>Of orbits of a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="exponents">Lyapunov exponents that are followed; 0 for none.</param>
    public OrbitFindings(OrbitProblem problem, int exponents)
    {
        Plane = new OrbitPlane(problem);
        Exponents = new OrbitExponents(exponents);
        End = new double[Plane.Parameters * IOrbitKernel.Lanes];
        scratch = new double[Plane.Parameters];
    }

    /// <summary>Formulas of single states.</summary>
    public OrbitPlane Plane { get; }

    /// <summary>Exponents; nothing where they are off.</summary>
    public OrbitExponents Exponents { get; }

    /// <summary>The states that orbits end with: those whose periods are known; a row a parameter.</summary>
    public double[] End { get; }

    /// <summary>What was seen in watched steps.</summary>
    public OrbitWatch[] Watches { get; } = new OrbitWatch[IOrbitKernel.Lanes];

    /// <summary>Period of each lane; 0 for none.</summary>
    public int[] Periods { get; } = new int[IOrbitKernel.Lanes];

    /// <summary>Step at which a lane's norm was above all bounds; −1 where it was not.</summary>
    public long[] Escapes { get; } = new long[IOrbitKernel.Lanes];

    /// <summary>What a lane's direction did when its norm left all bounds.</summary>
    public OrbitDirection[] Directions { get; } = new OrbitDirection[IOrbitKernel.Lanes];

    /// <summary>A lane's numbers out of rows; valid until the next call.</summary>
    public ReadOnlySpan<double> Lane(double[] rows, int lane)
    {
        for (var k = 0; k < scratch.Length; k++)
        {
            scratch[k] = rows[k * IOrbitKernel.Lanes + lane];
        }

        return scratch;
    }

    /// <summary>Finds the step at which a lane escaped, by the plain formula, and what its direction does then.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="state">Its last state that was looked at and had not escaped; goes on to where it has.</param>
    /// <param name="done">Steps before that state.</param>
    public void Escape(int lane, double[] state, long done)
    {
        var step = 0;
        while (step < Chunk && OrbitDirections.Norm(state) < Escaped)
        {
            Plane.Step(state);
            step++;
        }

        Escapes[lane] = done + step;
        Directions[lane] = OrbitDirections.Of(Plane, state);
    }
}
