using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>f = φ(w·x + b) of two inputs on four points: three parameters, with all three exponents.</summary>
/// <remarks>
/// The gradient needs e·φ' = q·z − c with (q, c) = (1, y) above 0 and (s², s·y) below. The Jacobian I − (2η/N)Σ q x̃x̃ᵀ has six
/// different entries. A stride of steps is done in two passes, so that each fits the registers: first the orbit, which
/// leaves its Jacobians in the first cache, then the tangents. These are orthogonalised by Gram and Schmidt in every step
/// but not normalised, since R's diagonal is the ratio of their lengths: powers of two are taken out once a few steps, and
/// there is neither root nor logarithm in the loop.
/// </remarks>
internal sealed class UnitKernel<T>(OrbitProblem problem) : IOrbitKernel
    where T : struct, IDoubleLanes<T>
{
    /// <summary>Points.</summary>
    public const int Points = 4;

    private const int Parameters = 3;
    private const int Entries = 6;
    private const int Row = IOrbitKernel.Lanes;

    /// <summary>Steps between two looks at the tangents' lengths: squares of what 8 Jacobians do stay in range.</summary>
    private const int Rescale = 8;

    // Where constants lie, in rows.
    private const int X = 0;
    private const int Y = 2 * Points;
    private const int YBelow = 3 * Points;
    private const int YZero = 4 * Points;
    private const int Products = 5 * Points;
    private const int MinusFactor = (5 + Entries) * Points;
    private const int SquareBelow = MinusFactor + 1;
    private const int SquareZero = MinusFactor + 2;

    private readonly LaneMemory constants = Rows(problem);
    private readonly LaneMemory tangents = Wide.Allocate(Parameters * Parameters * Row);
    private readonly LaneMemory lengths = Wide.Allocate(Parameters * Row);
    private readonly LaneMemory jacobians = Wide.Allocate(IOrbitKernel.Stride * Entries * T.Count);

    /// <inheritdoc/>
    public int Exponents => Parameters;

    /// <summary>Whether a problem is this kernel's.</summary>
    public static bool Is(OrbitProblem problem) =>
        problem.Model is { Inputs: 2, Units: 1, HasBias: true, IsDeep: false } && problem.Count == Points;

    /// <inheritdoc/>
    public void Begin()
    {
        TangentStart.Fill(tangents.Numbers(), Parameters, Parameters);
        lengths.Numbers().Clear();
        for (var at = 0; at < Row; at += T.Count)
        {
            Orthogonalise(ref tangents.Numbers()[at], ref lengths.Numbers()[at]);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Advance(Span<double> states, int steps)
    {
        ref var rows = ref constants.Numbers()[0];
        for (var at = 0; at < Row; at += T.Count)
        {
            ref var first = ref states[at];
            var theta = (OrbitRow.Load<T>(ref first, 0), OrbitRow.Load<T>(ref first, Row), OrbitRow.Load<T>(ref first, 2 * Row));
            for (var step = 0; step < steps; step++)
            {
                Next(ref rows, ref theta);
            }

            OrbitRow.Store(theta.Item1, ref first, 0);
            OrbitRow.Store(theta.Item2, ref first, Row);
            OrbitRow.Store(theta.Item3, ref first, 2 * Row);
        }
    }

    /// <inheritdoc/>
    public void Advance(Span<double> states, int steps, Span<double> growth)
    {
        ref var rows = ref constants.Numbers()[0];
        ref var entries = ref jacobians.Numbers()[0];
        for (var at = 0; at < Row; at += T.Count)
        {
            ref var v = ref tangents.Numbers()[at];
            Lengths(at, growth, -1);
            for (var stride = 0; stride < steps; stride += IOrbitKernel.Stride)
            {
                Orbit(ref rows, ref states[at], ref entries);
                for (var part = 0; part < IOrbitKernel.Stride; part += Rescale)
                {
                    Turn(ref v, ref Unsafe.Add(ref entries, part * Entries * T.Count));
                    Orthogonalise(ref v, ref lengths.Numbers()[at]);
                }
            }

            Lengths(at, growth, 1);
        }
    }

    /// <summary>Adds or subtracts the logarithms of the tangents' lengths.</summary>
    private void Lengths(int at, Span<double> growth, int sign)
    {
        for (var k = 0; k < Parameters; k++)
        {
            ref var v = ref tangents.Numbers()[k * Parameters * Row + at];
            var (x, y, z) = (OrbitRow.Load<T>(ref v, 0), OrbitRow.Load<T>(ref v, Row), OrbitRow.Load<T>(ref v, 2 * Row));
            var square = T.FusedMultiplyAdd(x, x, T.FusedMultiplyAdd(y, y, z * z));
            var logarithm = Growth.OfLength(square, OrbitRow.Load<T>(ref lengths.Numbers()[k * Row + at], 0));
            ref var sum = ref growth[k * Row + at];
            OrbitRow.Store(OrbitRow.Load<T>(ref sum, 0) + T.Of(sign) * logarithm, ref sum, 0);
        }
    }

    /// <summary>A stride of steps, whose Jacobians' entries 11, 12, 13, 22, 23, 33 go to memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Orbit(ref double rows, ref double states, ref double entries)
    {
        var theta = (OrbitRow.Load<T>(ref states, 0), OrbitRow.Load<T>(ref states, Row), OrbitRow.Load<T>(ref states, 2 * Row));
        for (var step = 0; step < IOrbitKernel.Stride; step++)
        {
            Curve(ref rows, theta, ref Unsafe.Add(ref entries, step * Entries * T.Count));
            Next(ref rows, ref theta);
        }

        OrbitRow.Store(theta.Item1, ref states, 0);
        OrbitRow.Store(theta.Item2, ref states, Row);
        OrbitRow.Store(theta.Item3, ref states, 2 * Row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Next(ref double rows, ref (T U, T V, T B) theta)
    {
        var (u, v, b) = theta;
        T gu = T.Of(0), gv = gu, gb = gu;
        Pull(ref rows, 0, theta, ref gu, ref gv, ref gb);
        Pull(ref rows, 1, theta, ref gu, ref gv, ref gb);
        Pull(ref rows, 2, theta, ref gu, ref gv, ref gb);
        Pull(ref rows, 3, theta, ref gu, ref gv, ref gb);
        var minus = Constant(ref rows, MinusFactor);
        theta = (T.FusedMultiplyAdd(minus, gu, u), T.FusedMultiplyAdd(minus, gv, v), T.FusedMultiplyAdd(minus, gb, b));
    }

    /// <summary>Adds e·φ'·x̃ of a point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pull(ref double rows, int point, (T U, T V, T B) theta, ref T gu, ref T gv, ref T gb)
    {
        var z = Height(ref rows, point, theta);
        var target = T.IfLess(
            T.Of(0), z, Constant(ref rows, Y + point), T.IfLess(z, T.Of(0), Constant(ref rows, YBelow + point), Constant(ref rows, YZero + point)));
        var pull = T.FusedMultiplyAdd(Square(ref rows, z), z, -target);
        gu = T.FusedMultiplyAdd(pull, Constant(ref rows, X + point), gu);
        gv = T.FusedMultiplyAdd(pull, Constant(ref rows, X + Points + point), gv);
        gb += pull;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Height(ref double rows, int point, (T U, T V, T B) theta) => T.FusedMultiplyAdd(
        theta.U, Constant(ref rows, X + point), T.FusedMultiplyAdd(theta.V, Constant(ref rows, X + Points + point), theta.B));

    /// <summary>φ'² of a height.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Square(ref double rows, T z) => T.IfLess(
        T.Of(0), z, T.Of(1), T.IfLess(z, T.Of(0), Constant(ref rows, SquareBelow), Constant(ref rows, SquareZero)));

    /// <summary>The Jacobian's entries at θ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Curve(ref double rows, (T U, T V, T B) theta, ref double entries)
    {
        var q0 = Square(ref rows, Height(ref rows, 0, theta));
        var q1 = Square(ref rows, Height(ref rows, 1, theta));
        var q2 = Square(ref rows, Height(ref rows, 2, theta));
        var q3 = Square(ref rows, Height(ref rows, 3, theta));
        for (var entry = 0; entry < Entries; entry++)
        {
            var at = Products + entry * Points;
            var sum = T.Of(entry is 0 or 3 or 5 ? 1 : 0);
            sum = T.FusedMultiplyAdd(q0, Constant(ref rows, at), sum);
            sum = T.FusedMultiplyAdd(q1, Constant(ref rows, at + 1), sum);
            sum = T.FusedMultiplyAdd(q2, Constant(ref rows, at + 2), sum);
            sum = T.FusedMultiplyAdd(q3, Constant(ref rows, at + 3), sum);
            OrbitRow.Store(sum, ref entries, entry * T.Count);
        }
    }

    /// <summary>Some steps of the tangents: v ← J·v, then each orthogonal to those before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn(ref double tangents, ref double entries)
    {
        var (a, b, c) = (Column(ref tangents, 0), Column(ref tangents, 1), Column(ref tangents, 2));
        for (var step = 0; step < Rescale; step++)
        {
            ref var j = ref Unsafe.Add(ref entries, step * Entries * T.Count);
            Multiply(ref j, ref a);
            Multiply(ref j, ref b);
            Multiply(ref j, ref c);
            var over = Inverse(Dot(a, a));
            Subtract(ref b, a, Dot(a, b) * over);
            Subtract(ref c, a, Dot(a, c) * over);
            Subtract(ref c, b, Dot(b, c) * Inverse(Dot(b, b)));
        }

        Keep(a, ref tangents, 0);
        Keep(b, ref tangents, 1);
        Keep(c, ref tangents, 2);
    }

    /// <summary>Makes the tangents orthogonal and takes powers of two out of their lengths.</summary>
    private static void Orthogonalise(ref double tangents, ref double lengths)
    {
        for (var k = 0; k < Parameters; k++)
        {
            var v = Column(ref tangents, k);
            for (var l = 0; l < k; l++)
            {
                var other = Column(ref tangents, l);
                Subtract(ref v, other, Dot(other, v) * Inverse(Dot(other, other)));
            }

            var scale = Growth.HalfScale(Dot(v, v), out var exponent);
            Keep((v.X * scale, v.Y * scale, v.Z * scale), ref tangents, k);
            OrbitRow.Store(OrbitRow.Load<T>(ref lengths, k * Row) + exponent, ref lengths, k * Row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(ref double entries, ref (T X, T Y, T Z) v)
    {
        var (j0, j1, j2) = (OrbitRow.Load<T>(ref entries, 0), OrbitRow.Load<T>(ref entries, T.Count), OrbitRow.Load<T>(ref entries, 2 * T.Count));
        var (j3, j4, j5) = (OrbitRow.Load<T>(ref entries, 3 * T.Count), OrbitRow.Load<T>(ref entries, 4 * T.Count), OrbitRow.Load<T>(ref entries, 5 * T.Count));
        v = (
            T.FusedMultiplyAdd(j0, v.X, T.FusedMultiplyAdd(j1, v.Y, j2 * v.Z)),
            T.FusedMultiplyAdd(j1, v.X, T.FusedMultiplyAdd(j3, v.Y, j4 * v.Z)),
            T.FusedMultiplyAdd(j2, v.X, T.FusedMultiplyAdd(j4, v.Y, j5 * v.Z)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Dot((T X, T Y, T Z) v, (T X, T Y, T Z) w) =>
        T.FusedMultiplyAdd(v.X, w.X, T.FusedMultiplyAdd(v.Y, w.Y, v.Z * w.Z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Subtract(ref (T X, T Y, T Z) v, (T X, T Y, T Z) w, T share) =>
        v = (T.FusedMultiplyAdd(-share, w.X, v.X), T.FusedMultiplyAdd(-share, w.Y, v.Y), T.FusedMultiplyAdd(-share, w.Z, v.Z));

    /// <summary>1/square; 0 of a tangent that a singular Jacobian has made vanish.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Inverse(T square) => T.IfLess(T.Of(0), square, T.Of(1) / square, T.Of(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (T X, T Y, T Z) Column(ref double tangents, int k)
    {
        ref var first = ref Unsafe.Add(ref tangents, k * Parameters * Row);
        return (OrbitRow.Load<T>(ref first, 0), OrbitRow.Load<T>(ref first, Row), OrbitRow.Load<T>(ref first, 2 * Row));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep((T X, T Y, T Z) v, ref double tangents, int k)
    {
        ref var first = ref Unsafe.Add(ref tangents, k * Parameters * Row);
        OrbitRow.Store(v.X, ref first, 0);
        OrbitRow.Store(v.Y, ref first, Row);
        OrbitRow.Store(v.Z, ref first, 2 * Row);
    }

    /// <summary>The problem's numbers as the loops want them.</summary>
    internal static double[] Numbers(OrbitProblem problem)
    {
        var model = problem.Model;
        (int Row, int Column)[] places = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)];
        var points = Enumerable.Range(0, Points).ToArray();
        return
        [
            .. points.Select(i => problem.Input(i, 0)),
            .. points.Select(i => problem.Input(i, 1)),
            .. points.Select(i => problem.Targets[i]),
            .. points.Select(i => model.Slope * problem.Targets[i]),
            .. points.Select(i => model.SlopeAtZero * problem.Targets[i]),
            .. places.SelectMany(p => points.Select(i => -problem.Factor * (problem.Input(i, p.Row) * problem.Input(i, p.Column)))),
            -problem.Factor,
            model.Slope * model.Slope,
            model.SlopeAtZero * model.SlopeAtZero,
        ];
    }

    /// <summary>The same, each in a row of lanes.</summary>
    private static LaneMemory Rows(OrbitProblem problem)
    {
        var numbers = Numbers(problem);
        var memory = Wide.Allocate(numbers.Length * T.Count);
        for (var i = 0; i < numbers.Length; i++)
        {
            memory.Numbers().Slice(i * T.Count, T.Count).Fill(numbers[i]);
        }

        return memory;
    }

    /// <summary>A constant's lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Constant(ref double rows, int index) => OrbitRow.Load<T>(ref rows, index * T.Count);
}
