using Farm.Numerics;
using Farm.Studies.Dynamics;

namespace Farm.Studies.Tests.Dynamics;

/// <summary>One orbit by backward passes over one point after the other, written anew and slowly.</summary>
internal sealed class SlowOrbit
{
    private readonly OrbitModel model;
    private readonly OrbitProblem problem;

    public SlowOrbit(DynamicsSettings settings, ulong key, long trial)
    {
        (problem, model) = (settings.Problem, settings.Problem.Model);
        var states = new double[model.Parameters * IOrbitKernel.Lanes];
        OrbitStarts.Fill(settings, key, trial, states, 3);
        double[] theta = [.. Enumerable.Range(0, model.Parameters).Select(k => states[k * IOrbitKernel.Lanes + 3])];
        var steps = settings.Watch + settings.Transient + settings.Steps + (settings.HasExponents ? settings.Steps / 32 : 0);
        for (var step = 0; step < steps; step++)
        {
            theta = Next(theta);
            if (!(theta.Max(Math.Abs) < 1e9))
            {
                return;
            }
        }

        IsBounded = true;
        Loss = problem.Targets.Select((_, i) => Error(theta, i) * Error(theta, i)).Sum() / problem.Count;
        var later = theta;
        for (var period = 1; period <= settings.MaxPeriod && Period == 0; period++)
        {
            later = Next(later);
            var isBack = later.Zip(theta).Max(p => Math.Abs(p.First - p.Second)) <= 1e-9 * (1 + theta.Max(Math.Abs));
            Period = isBack && IsHeld(theta, period) ? period : 0;
        }
    }

    public bool IsBounded { get; }

    /// <summary>0 for none, or one that does not hold what is pushed a little.</summary>
    public int Period { get; }

    public double Loss { get; }

    private double[] Next(double[] theta)
    {
        var gradient = new double[theta.Length];
        for (var i = 0; i < problem.Count; i++)
        {
            for (var u = 0; u < model.Units; u++)
            {
                var (z, slope) = Unit(theta, i, u);
                var back = 2 * Error(theta, i) / problem.Count;
                if (model.IsDeep)
                {
                    gradient[model.Units * model.PerUnit + u] += back * (z > 0 ? z : model.Slope * z);
                    gradient[^1] += u == 0 ? back : 0;
                    back *= theta[model.Units * model.PerUnit + u];
                }

                for (var k = 0; k < model.PerUnit; k++)
                {
                    gradient[u * model.PerUnit + k] += back * slope * problem.Input(i, k);
                }
            }
        }

        return [.. theta.Select((v, k) => v - problem.LearningRate * gradient[k])];
    }

    private double Error(double[] theta, int point)
    {
        var f = model.IsDeep ? theta[^1] : 0;
        for (var u = 0; u < model.Units; u++)
        {
            var z = Unit(theta, point, u).Z;
            f += (model.IsDeep ? theta[model.Units * model.PerUnit + u] : 1) * (z > 0 ? z : model.Slope * z);
        }

        return f - problem.Targets[point];
    }

    private (double Z, double Slope) Unit(double[] theta, int point, int unit)
    {
        var z = Enumerable.Range(0, model.PerUnit).Sum(k => theta[unit * model.PerUnit + k] * problem.Input(point, k));
        return (z, z > 0 ? 1 : z < 0 || model.Slope != -1 ? model.Slope : 0);
    }

    private bool IsHeld(double[] theta, int period)
    {
        double[] pushed = [.. theta.Select(v => v + 3e-8)];
        for (var step = 0; step < 60 * period; step++)
        {
            (theta, pushed) = (Next(theta), Next(pushed));
        }

        return theta.Zip(pushed).All(p => Math.Abs(p.First - p.Second) < 1e-5);
    }
}
