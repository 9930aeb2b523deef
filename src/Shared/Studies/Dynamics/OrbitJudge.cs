using System.Numerics;
using Farm.Numerics;

namespace Farm.Studies.Dynamics;

/// <summary>What is concluded from an orbit that has been iterated.</summary>
internal sealed class OrbitJudge(DynamicsSettings settings, OrbitFindings batch)
{
    /// <summary>An eigenvalue this close to the unit circle is neutral.</summary>
    private const double Neutral = 1e-6;

    /// <summary>
    /// The logarithm of how far neighbours must have parted over the measured steps: less may be one passage by a saddle, or
    /// a slow drift, whose blocks are no sample of anything.
    /// </summary>
    private const double LeastParting = 10;

    /// <summary>Longest cycle that is proved; exact numbers grow with it.</summary>
    private const int LongestProof = 64;

    /// <summary>Steps that a push is followed for at least.</summary>
    private const int LeastPushed = 4096;

    private readonly double[] jacobian = new double[batch.Plane.Parameters * batch.Plane.Parameters];
    private readonly double[] product = new double[batch.Plane.Parameters * batch.Plane.Parameters];
    private readonly double[] turned = new double[batch.Plane.Parameters * batch.Plane.Parameters];

    private bool isNearKink;

    /// <summary>How it ends.</summary>
    public OrbitEnd End { get; private set; }

    /// <summary>Its period; 0 for none.</summary>
    public int Period { get; private set; }

    /// <summary>The eigenvalue of largest modulus of the Jacobian along the cycle; NaN for none, and on a kink.</summary>
    public Complex Multiplier { get; private set; }

    /// <summary>Eigenvalues on the unit circle.</summary>
    public int NeutralCount { get; private set; }

    /// <summary>Largest curvature at the end, over the points of a cycle.</summary>
    public double Curvature { get; private set; }

    /// <summary>0 unchecked, 1 confirmed, 2 not confirmed.</summary>
    public int Verified { get; private set; }

    /// <summary>0 none, 1 proved, 2 failed.</summary>
    public int Proof { get; private set; }

    /// <summary>Judges a lane; <see cref="OrbitExponents.Read"/> has read it.</summary>
    public void Judge(int lane, bool verifies)
    {
        Period = batch.Periods[lane];
        (Multiplier, NeutralCount, Verified, Proof) = (new Complex(double.NaN, double.NaN), 0, 0, 0);
        if (batch.Escapes[lane] >= 0)
        {
            (End, Period, Curvature) = (OrbitEnd.Diverged, 0, double.NaN);
            return;
        }

        var state = batch.Lane(batch.End, lane).ToArray();
        Follow(state);
        End = Period > 0 ? OfReturn(state)
            : settings.HasExponents && IsParting() ? OrbitEnd.Chaotic
            : OrbitEnd.Undecided;
        if (verifies)
        {
            Verify(state);
        }
    }

    private bool IsParting()
    {
        var exponent = batch.Exponents.Values[0];
        return exponent - batch.Exponents.Error > 0 && exponent * settings.Steps > LeastParting;
    }

    /// <summary>Where no z is near 0 the eigenvalues tell whether the cycle repels; on a kink there are none, and a push tells.</summary>
    private OrbitEnd OfReturn(double[] state)
    {
        var isRepelling = isNearKink ? Leaves(state) : Multiplier.Magnitude > 1 + Neutral;
        return isRepelling ? OrbitEnd.Rounding : Period == 1 ? OrbitEnd.Point : OrbitEnd.Cycle;
    }

    /// <summary>Curvature and eigenvalues along the cycle, of a single state where there is none.</summary>
    private void Follow(double[] state)
    {
        var (plane, n) = (batch.Plane, state.Length);
        var theta = state.ToArray();
        Curvature = plane.Curvature(theta);
        if (Period == 0)
        {
            return;
        }

        isNearKink = plane.IsNearKink(theta);
        plane.Jacobian(theta, product);
        for (var step = 1; step < Period; step++)
        {
            plane.Step(theta);
            isNearKink |= plane.IsNearKink(theta);
            Curvature = Math.Max(Curvature, plane.Curvature(theta));
            plane.Jacobian(theta, jacobian);
            Multiply(jacobian, product, turned, n);
            turned.CopyTo(product, 0);
        }

        if (isNearKink)
        {
            return;
        }

        var values = GeneralEigenvalues.Of(product, n);
        Multiplier = values[0];
        NeutralCount = values.Count(v => Math.Abs(v.Magnitude - 1) <= Neutral);
    }

    /// <summary>
    /// Whether an orbit that is pushed leaves: by a fixed push, far below the cycle's size and far above rounding. Between
    /// two slopes it may go away a little before it comes back; and chaos may end where it began, as rounding has it.
    /// </summary>
    private bool Leaves(double[] state)
    {
        const double Push = 1e-7;
        var apart = 0.0;
        var (start, pushed) = (state.ToArray(), state.Select((v, k) => v + (k % 2 == 0 ? Push : -0.7 * Push)).ToArray());
        for (var step = 0; step < Math.Max(LeastPushed, 64 * Period); step++)
        {
            batch.Plane.Step(start);
            batch.Plane.Step(pushed);
            for (var k = 0; k < start.Length; k++)
            {
                apart = Math.Max(apart, Math.Abs(start[k] - pushed[k]));
            }
        }

        return !(apart < 1e4 * Push);
    }

    private void Verify(double[] state)
    {
        var problem = settings.Problem;
        bool? isVerified = End switch
        {
            OrbitEnd.Point or OrbitEnd.Cycle => OrbitVerification.Returns(problem, state, Period),
            OrbitEnd.Chaotic => OrbitVerification.Separates(problem, state, batch.Exponents.Values[0]),
            _ => null,
        };
        Verified = isVerified switch { true => 1, false => 2, null => 0 };
        if (End == OrbitEnd.Cycle && Period <= LongestProof && !problem.Model.IsDeep)
        {
            Proof = CycleProof.Exists(problem, state, Period) ? 1 : 2;
        }
    }

    private static void Multiply(double[] left, double[] right, double[] to, int n)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < n; k++)
                {
                    sum += left[i * n + k] * right[k * n + j];
                }

                to[i * n + j] = sum;
            }
        }
    }
}
