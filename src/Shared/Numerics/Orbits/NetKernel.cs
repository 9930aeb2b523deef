using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Every model that has no kernel of its own: several units, trained outputs; with up to three exponents.</summary>
/// <remarks>
/// What a step needs lies in rows of lanes in the first cache, a row a number. A tangent v goes with the orbit as the
/// derivative of the gradient along it, (2/N)Σ(∇f(∇f·v) + e∇²f·v), so that no Hessian is formed. Tangents are
/// orthogonalised in every step, as <see cref="UnitKernel{T}"/> does it.
/// </remarks>
internal sealed class NetKernel<T> : IOrbitKernel
    where T : struct, IDoubleLanes<T>
{
    private const int MostExponents = 3;
    private const int Row = IOrbitKernel.Lanes;
    private const int Rescale = 8;

    private readonly OrbitModel model;
    private readonly OrbitProblem problem;
    private readonly int parameters;
    private readonly int outputs;
    private readonly LaneMemory tangents;
    private readonly LaneMemory lengths = Wide.Allocate(MostExponents * Row);
    private readonly LaneMemory theta;
    private readonly LaneMemory gradient;
    private readonly LaneMemory vectors;
    private readonly LaneMemory turned;
    private readonly LaneMemory units;

    public NetKernel(OrbitProblem problem)
    {
        (this.problem, model, parameters) = (problem, problem.Model, problem.Model.Parameters);
        outputs = model.Units * model.PerUnit;
        Exponents = Math.Min(parameters, MostExponents);
        tangents = Wide.Allocate(Exponents * parameters * Row);
        theta = Wide.Allocate(parameters * T.Count);
        gradient = Wide.Allocate(parameters * T.Count);
        vectors = Wide.Allocate(Exponents * parameters * T.Count);
        turned = Wide.Allocate(Exponents * parameters * T.Count);
        units = Wide.Allocate(3 * model.Units * T.Count);
    }

    /// <inheritdoc/>
    public int Exponents { get; }

    /// <inheritdoc/>
    public void Begin()
    {
        TangentStart.Fill(tangents.Numbers(), Exponents, parameters);
        lengths.Numbers().Clear();
        for (var at = 0; at < Row; at += T.Count)
        {
            Copy(tangents.Numbers()[at..], Row, vectors.Numbers(), T.Count, Exponents * parameters);
            Orthogonalise();
            TakeLengths(at);
            Copy(vectors.Numbers(), T.Count, tangents.Numbers()[at..], Row, Exponents * parameters);
        }
    }

    /// <inheritdoc/>
    public void Advance(Span<double> states, int steps)
    {
        for (var at = 0; at < Row; at += T.Count)
        {
            Copy(states[at..], Row, theta.Numbers(), T.Count, parameters);
            for (var step = 0; step < steps; step++)
            {
                Differentiate(0);
                Descend(ref theta.Numbers()[0], ref gradient.Numbers()[0], parameters);
            }

            Copy(theta.Numbers(), T.Count, states[at..], Row, parameters);
        }
    }

    /// <inheritdoc/>
    public void Advance(Span<double> states, int steps, Span<double> growth)
    {
        for (var at = 0; at < Row; at += T.Count)
        {
            Copy(states[at..], Row, theta.Numbers(), T.Count, parameters);
            Copy(tangents.Numbers()[at..], Row, vectors.Numbers(), T.Count, Exponents * parameters);
            AddLengths(at, growth, -1);
            for (var step = 0; step < steps; step++)
            {
                Differentiate(Exponents);
                Descend(ref theta.Numbers()[0], ref gradient.Numbers()[0], parameters);
                Descend(ref vectors.Numbers()[0], ref turned.Numbers()[0], Exponents * parameters);
                Orthogonalise();
                if (step % Rescale == Rescale - 1)
                {
                    TakeLengths(at);
                }
            }

            AddLengths(at, growth, 1);
            Copy(theta.Numbers(), T.Count, states[at..], Row, parameters);
            Copy(vectors.Numbers(), T.Count, tangents.Numbers()[at..], Row, Exponents * parameters);
        }
    }

    private static void Copy(ReadOnlySpan<double> from, int fromStride, Span<double> to, int toStride, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            from.Slice(row * fromStride, T.Count).CopyTo(to[(row * toStride)..]);
        }
    }

    /// <summary>x ← x − (2η/N)g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Descend(ref double x, ref double g, int rows)
    {
        var minus = T.Of(-problem.Factor);
        for (var row = 0; row < rows; row++)
        {
            var at = row * T.Count;
            OrbitRow.Store(T.FusedMultiplyAdd(minus, OrbitRow.Load<T>(ref g, at), OrbitRow.Load<T>(ref x, at)), ref x, at);
        }
    }

    /// <summary>Σ e∇f, and its derivative along so many tangents.</summary>
    private void Differentiate(int count)
    {
        gradient.Numbers().Clear();
        if (count > 0)
        {
            turned.Numbers().Clear();
        }

        for (var point = 0; point < problem.Count; point++)
        {
            var x = (T.Of(problem.Input(point, 0)), T.Of(model.Inputs > 1 ? problem.Input(point, 1) : 0));
            var error = Forward(ref theta.Numbers()[0], ref units.Numbers()[0], x, T.Of(problem.Targets[point]));
            Backward(ref theta.Numbers()[0], ref gradient.Numbers()[0], x, error);
            for (var k = 0; k < count; k++)
            {
                var at = k * parameters * T.Count;
                Turn(ref theta.Numbers()[0], ref vectors.Numbers()[at], ref turned.Numbers()[at], x, error);
            }
        }
    }

    /// <summary>The error on a point; of each unit φ(z), φ' and their like stay in rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private T Forward(ref double w, ref double rows, (T First, T Second) x, T target)
    {
        var f = model.IsDeep ? OrbitRow.Load<T>(ref w, (outputs + model.Units) * T.Count) : T.Of(0);
        for (var u = 0; u < model.Units; u++)
        {
            var z = Height(ref w, u, x);
            var slope = T.IfLess(T.Of(0), z, T.Of(1), T.IfLess(z, T.Of(0), T.Of(model.Slope), T.Of(model.SlopeAtZero)));
            var height = slope * z;
            OrbitRow.Store(height, ref rows, 2 * u * T.Count);
            OrbitRow.Store(slope, ref rows, (2 * u + 1) * T.Count);
            f = model.IsDeep ? T.FusedMultiplyAdd(OrbitRow.Load<T>(ref w, (outputs + u) * T.Count), height, f) : f + height;
        }

        return f - target;
    }

    /// <summary>w·x + b of a unit, or of a tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Height(ref double w, int unit, (T First, T Second) x)
    {
        var at = unit * model.PerUnit * T.Count;
        var z = OrbitRow.Load<T>(ref w, at) * x.First;
        if (model.Inputs > 1)
        {
            z = T.FusedMultiplyAdd(OrbitRow.Load<T>(ref w, at + T.Count), x.Second, z);
        }

        return model.HasBias ? z + OrbitRow.Load<T>(ref w, at + model.Inputs * T.Count) : z;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward(ref double w, ref double g, (T First, T Second) x, T error)
    {
        ref var rows = ref units.Numbers()[0];
        for (var u = 0; u < model.Units; u++)
        {
            var pull = error * OrbitRow.Load<T>(ref rows, (2 * u + 1) * T.Count);
            if (model.IsDeep)
            {
                pull *= OrbitRow.Load<T>(ref w, (outputs + u) * T.Count);
                Add(ref g, outputs + u, error, OrbitRow.Load<T>(ref rows, 2 * u * T.Count));
            }

            Spread(ref g, u, pull, x);
        }

        if (model.IsDeep)
        {
            Add(ref g, outputs + model.Units, error, T.Of(1));
        }
    }

    /// <summary>The derivative of a point's part of the gradient along a tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Turn(ref double w, ref double v, ref double h, (T First, T Second) x, T error)
    {
        ref var rows = ref units.Numbers()[0];
        var rise = model.IsDeep ? OrbitRow.Load<T>(ref v, (outputs + model.Units) * T.Count) : T.Of(0);
        for (var u = 0; u < model.Units; u++)
        {
            var lift = OrbitRow.Load<T>(ref rows, (2 * u + 1) * T.Count) * Height(ref v, u, x);
            OrbitRow.Store(lift, ref rows, (2 * model.Units + u) * T.Count);
            rise = !model.IsDeep ? rise + lift : T.FusedMultiplyAdd(
                OrbitRow.Load<T>(ref v, (outputs + u) * T.Count),
                OrbitRow.Load<T>(ref rows, 2 * u * T.Count),
                T.FusedMultiplyAdd(OrbitRow.Load<T>(ref w, (outputs + u) * T.Count), lift, rise));
        }

        for (var u = 0; u < model.Units; u++)
        {
            var slope = OrbitRow.Load<T>(ref rows, (2 * u + 1) * T.Count);
            if (!model.IsDeep)
            {
                Spread(ref h, u, rise * slope, x);
                continue;
            }

            Add(ref h, outputs + u, rise, OrbitRow.Load<T>(ref rows, 2 * u * T.Count));
            Add(ref h, outputs + u, error, OrbitRow.Load<T>(ref rows, (2 * model.Units + u) * T.Count));
            var pull = T.FusedMultiplyAdd(
                error, OrbitRow.Load<T>(ref v, (outputs + u) * T.Count), rise * OrbitRow.Load<T>(ref w, (outputs + u) * T.Count));
            Spread(ref h, u, pull * slope, x);
        }

        if (model.IsDeep)
        {
            Add(ref h, outputs + model.Units, rise, T.Of(1));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Spread(ref double g, int unit, T pull, (T First, T Second) x)
    {
        var at = unit * model.PerUnit;
        Add(ref g, at, pull, x.First);
        if (model.Inputs > 1)
        {
            Add(ref g, at + 1, pull, x.Second);
        }

        if (model.HasBias)
        {
            Add(ref g, at + model.Inputs, pull, T.Of(1));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref double g, int row, T a, T b) =>
        OrbitRow.Store(T.FusedMultiplyAdd(a, b, OrbitRow.Load<T>(ref g, row * T.Count)), ref g, row * T.Count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Orthogonalise()
    {
        ref var v = ref vectors.Numbers()[0];
        for (var k = 1; k < Exponents; k++)
        {
            for (var l = 0; l < k; l++)
            {
                var square = Dot(ref v, l, l);
                var share = T.IfLess(T.Of(0), square, Dot(ref v, l, k) / square, T.Of(0));
                for (var row = 0; row < parameters; row++)
                {
                    Add(ref v, k * parameters + row, -share, OrbitRow.Load<T>(ref v, (l * parameters + row) * T.Count));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Dot(ref double v, int left, int right)
    {
        var sum = T.Of(0);
        for (var row = 0; row < parameters; row++)
        {
            sum = T.FusedMultiplyAdd(
                OrbitRow.Load<T>(ref v, (left * parameters + row) * T.Count),
                OrbitRow.Load<T>(ref v, (right * parameters + row) * T.Count),
                sum);
        }

        return sum;
    }

    /// <summary>Powers of two go from the tangents' lengths into their count.</summary>
    private void TakeLengths(int at)
    {
        ref var v = ref vectors.Numbers()[0];
        for (var k = 0; k < Exponents; k++)
        {
            var scale = Growth.HalfScale(Dot(ref v, k, k), out var exponent);
            for (var row = 0; row < parameters; row++)
            {
                var index = (k * parameters + row) * T.Count;
                OrbitRow.Store(OrbitRow.Load<T>(ref v, index) * scale, ref v, index);
            }

            ref var length = ref lengths.Numbers()[k * Row + at];
            OrbitRow.Store(OrbitRow.Load<T>(ref length, 0) + exponent, ref length, 0);
        }
    }

    private void AddLengths(int at, Span<double> growth, int sign)
    {
        for (var k = 0; k < Exponents; k++)
        {
            var logarithm = Growth.OfLength(
                Dot(ref vectors.Numbers()[0], k, k), OrbitRow.Load<T>(ref lengths.Numbers()[k * Row + at], 0));
            ref var sum = ref growth[k * Row + at];
            OrbitRow.Store(OrbitRow.Load<T>(ref sum, 0) + T.Of(sign) * logarithm, ref sum, 0);
        }
    }
}
