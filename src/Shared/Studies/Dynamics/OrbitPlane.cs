using Farm.Numerics;

namespace Farm.Studies.Dynamics;

/// <summary>What a single state of an orbit is like: loss, curvature, Jacobian; plain scalar formulas with their scratch memory.</summary>
internal sealed class OrbitPlane
{
    /// <summary>How close to 0 a z is on a kink, in parts of the state.</summary>
    private const double Kink = 1e-6;

    private readonly OrbitProblem problem;
    private readonly OrbitFormula<Float64> formula;
    private readonly Dictionary<ulong, double> curvatures = [];
    private readonly Float64[] theta;
    private readonly Float64[] jacobian;
    private readonly double[] hessian;

    public OrbitPlane(OrbitProblem problem)
    {
        this.problem = problem;
        formula = new(problem);
        Parameters = problem.Model.Parameters;
        theta = new Float64[Parameters];
        jacobian = new Float64[Parameters * Parameters];
        hessian = new double[Parameters * Parameters];
    }

    /// <summary>Numbers of a state.</summary>
    public int Parameters { get; }

    /// <summary>Mean squared error.</summary>
    public double Loss(ReadOnlySpan<double> state)
    {
        Set(state);
        return formula.Errors(theta).Value / problem.Count;
    }

    /// <summary>Whether some unit's z is so close to 0 that its slope is not known there: never of a linear unit.</summary>
    public bool IsNearKink(ReadOnlySpan<double> state)
    {
        Set(state);
        return problem.Model.Slope != 1 && formula.LeastHeight(theta) <= Kink * (1 + OrbitDirections.Norm(state));
    }

    /// <summary>One step of the plain formula, in place.</summary>
    public void Step(Span<double> state)
    {
        Set(state);
        formula.Step(theta);
        for (var k = 0; k < Parameters; k++)
        {
            state[k] = theta[k].Value;
        }
    }

    /// <summary>The Jacobian of a step, row-major.</summary>
    public void Jacobian(ReadOnlySpan<double> state, Span<double> to)
    {
        Set(state);
        formula.Jacobian(theta, jacobian);
        for (var k = 0; k < to.Length; k++)
        {
            to[k] = jacobian[k].Value;
        }
    }

    /// <summary>
    /// The Hessian's largest eigenvalue. While one layer is trained it depends on the activity pattern alone, and is
    /// remembered.
    /// </summary>
    public double Curvature(ReadOnlySpan<double> state)
    {
        Set(state);
        var (active, isOnKink) = formula.Pattern(theta);
        if (problem.Model.IsDeep || isOnKink)
        {
            return Curvature();
        }

        if (!curvatures.TryGetValue(active, out var known))
        {
            curvatures.Add(active, known = Curvature());
        }

        return known;
    }

    private double Curvature()
    {
        formula.Jacobian(theta, jacobian);
        for (var k = 0; k < hessian.Length; k++)
        {
            var one = k % (Parameters + 1) == 0 ? 1 : 0;
            hessian[k] = (one - jacobian[k].Value) / problem.LearningRate;
            if (!double.IsFinite(hessian[k]))
            {
                return double.NaN;
            }
        }

        return SymmetricEigenvalues.Of(hessian, Parameters)[^1];
    }

    private void Set(ReadOnlySpan<double> state)
    {
        for (var k = 0; k < Parameters; k++)
        {
            theta[k] = new(state[k]);
        }
    }
}
