namespace Farm.Numerics;

/// <summary>
/// One step of gradient descent, its Jacobian and the activity pattern, written once for float64, for twice its precision and
/// for numbers without error: the plain formulas that kernels are held against.
/// </summary>
/// <remarks>
/// With e_i = f(x_i) − y_i the step is θ − (2η/N)Σ e_i∇f_i and its Jacobian I − (2η/N)Σ(∇f_i∇f_iᵀ + e_i∇²f_i). ∇²f is 0 unless
/// the output is trained. 2η/N is the float64 that the kernels use, in all three.
/// </remarks>
/// <typeparam name="T">The numbers.</typeparam>
public sealed class OrbitFormula<T>
    where T : struct, IRing<T>
{
    private static readonly T zero = T.Of(0);
    private static readonly T one = T.Of(1);

    private readonly OrbitModel model;
    private readonly T[] inputs;
    private readonly T[] targets;
    private readonly T factor;
    private readonly T[] slopes;
    private readonly T[] heights;
    private readonly T[] derivatives;
    private readonly T[] gradient;
    private readonly T[] sums;

    /// <summary>The formulas of a problem.</summary>
    public OrbitFormula(OrbitProblem problem)
        : this(problem, one)
    {
    }

    /// <summary>The formulas of a problem whose targets are multiplied by a number, as those of parameters over a denominator are.</summary>
    public OrbitFormula(OrbitProblem problem, T scale)
    {
        model = problem.Model;
        inputs = [.. Enumerable.Range(0, problem.Count)
            .SelectMany(i => Enumerable.Range(0, model.PerUnit).Select(k => T.Of(problem.Input(i, k))))];
        targets = [.. problem.Targets.Select(t => T.Of(t) * scale)];
        factor = T.Of(problem.Factor);
        slopes = [T.Of(model.Slope), T.Of(model.SlopeAtZero), one];
        heights = new T[model.Units];
        derivatives = new T[model.Units];
        gradient = new T[model.Parameters];
        sums = new T[model.Parameters];
    }

    /// <summary>One step, in place.</summary>
    public void Step(Span<T> parameters)
    {
        Gradient(parameters);
        for (var k = 0; k < parameters.Length; k++)
        {
            parameters[k] -= factor * gradient[k];
        }
    }

    /// <summary>Σ e_i², N times the loss.</summary>
    public T Errors(ReadOnlySpan<T> parameters)
    {
        var sum = zero;
        for (var i = 0; i < targets.Length; i++)
        {
            var error = Forward(parameters, i);
            sum += error * error;
        }

        return sum;
    }

    /// <summary>The Jacobian of a step, row-major.</summary>
    public void Jacobian(ReadOnlySpan<T> parameters, Span<T> jacobian)
    {
        var n = parameters.Length;
        jacobian.Fill(zero);
        for (var i = 0; i < targets.Length; i++)
        {
            var error = Forward(parameters, i);
            Differentiate(parameters, i);
            for (var k = 0; k < n; k++)
            {
                for (var l = 0; l < n; l++)
                {
                    jacobian[k * n + l] += gradient[k] * gradient[l];
                }
            }

            AddCurvature(i, error, jacobian);
        }

        for (var k = 0; k < n * n; k++)
        {
            jacobian[k] = (k % (n + 1) == 0 ? one : zero) - factor * jacobian[k];
        }
    }

    /// <summary>Which units are active on which points, bit by bit, and whether some z is exactly 0.</summary>
    public (ulong Active, bool IsOnKink) Pattern(ReadOnlySpan<T> parameters)
    {
        var (active, isOnKink) = (0UL, false);
        for (var i = 0; i < targets.Length; i++)
        {
            for (var u = 0; u < model.Units; u++)
            {
                var sign = T.Sign(Height(parameters, i, u));
                active |= sign > 0 ? 1UL << (i * model.Units + u) : 0;
                isOnKink |= sign == 0;
            }
        }

        return (active, isOnKink);
    }

    /// <summary>The least |z| of all units on all points.</summary>
    public double LeastHeight(ReadOnlySpan<T> parameters)
    {
        var least = double.PositiveInfinity;
        for (var i = 0; i < targets.Length * model.Units; i++)
        {
            least = Math.Min(least, Math.Abs(T.ToDouble(Height(parameters, i / model.Units, i % model.Units))));
        }

        return least;
    }

    private void Gradient(ReadOnlySpan<T> parameters)
    {
        Span<T> sum = sums;
        sum.Fill(zero);
        for (var i = 0; i < targets.Length; i++)
        {
            var error = Forward(parameters, i);
            Differentiate(parameters, i);
            for (var k = 0; k < sum.Length; k++)
            {
                sum[k] += error * gradient[k];
            }
        }

        sum.CopyTo(gradient);
    }

    private T Height(ReadOnlySpan<T> parameters, int point, int unit)
    {
        var z = zero;
        for (var k = 0; k < model.PerUnit; k++)
        {
            z += parameters[unit * model.PerUnit + k] * inputs[point * model.PerUnit + k];
        }

        return z;
    }

    /// <summary>The error on a point; heights and derivatives are left in place.</summary>
    private T Forward(ReadOnlySpan<T> parameters, int point)
    {
        var outputs = model.Units * model.PerUnit;
        var f = model.IsDeep ? parameters[outputs + model.Units] : zero;
        for (var u = 0; u < model.Units; u++)
        {
            var z = Height(parameters, point, u);
            var sign = T.Sign(z);
            derivatives[u] = slopes[sign + 1];
            heights[u] = sign < 0 ? slopes[0] * z : z;
            f += model.IsDeep ? parameters[outputs + u] * heights[u] : heights[u];
        }

        return f - targets[point];
    }

    /// <summary>∇f on the point that was last gone forward.</summary>
    private void Differentiate(ReadOnlySpan<T> parameters, int point)
    {
        var outputs = model.Units * model.PerUnit;
        for (var u = 0; u < model.Units; u++)
        {
            var weight = model.IsDeep ? parameters[outputs + u] * derivatives[u] : derivatives[u];
            for (var k = 0; k < model.PerUnit; k++)
            {
                gradient[u * model.PerUnit + k] = weight * inputs[point * model.PerUnit + k];
            }

            if (model.IsDeep)
            {
                gradient[outputs + u] = heights[u];
            }
        }

        if (model.IsDeep)
        {
            gradient[outputs + model.Units] = one;
        }
    }

    /// <summary>e∇²f: a unit's output weight beside its own parameters.</summary>
    private void AddCurvature(int point, T error, Span<T> jacobian)
    {
        if (!model.IsDeep)
        {
            return;
        }

        var (n, outputs) = (model.Parameters, model.Units * model.PerUnit);
        for (var u = 0; u < model.Units; u++)
        {
            for (var k = 0; k < model.PerUnit; k++)
            {
                var mixed = error * derivatives[u] * inputs[point * model.PerUnit + k];
                jacobian[(outputs + u) * n + u * model.PerUnit + k] += mixed;
                jacobian[(u * model.PerUnit + k) * n + outputs + u] += mixed;
            }
        }
    }
}
