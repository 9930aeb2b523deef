using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Models of one weight, f = φ(w·x): the map is affine on either side of 0, w ← A·w + B.</summary>
/// <remarks>
/// Above 0, with s the slope below, A = 1 − (2η/N)(Σ_{x&gt;0} x² + s²Σ_{x&lt;0} x²) and B = (2η/N)(Σ_{x&gt;0} xy + sΣ_{x&lt;0} xy); below 0
/// the two sums change places; at 0 the derivative there counts. A step is a comparison and a fused multiply-add, its
/// derivative is A, so the exponent is the logarithm of a product of As.
/// </remarks>
internal sealed class WeightKernel<T> : IOrbitKernel
    where T : struct, IDoubleLanes<T>
{
    private const int AtOnce = 4;

    private readonly (double A, double B) above;
    private readonly (double A, double B) below;
    private readonly (double A, double B) zero;

    public WeightKernel(OrbitProblem problem)
    {
        above = Side(problem, 1);
        below = Side(problem, -1);
        zero = Side(problem, 0);
    }

    /// <inheritdoc/>
    public int Exponents => 1;

    /// <inheritdoc/>
    public void Begin()
    {
        // A product needs no direction.
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Advance(Span<double> states, int steps)
    {
        var map = new Map(above, below, zero);
        for (var at = 0; at < IOrbitKernel.Lanes; at += AtOnce * T.Count)
        {
            ref var first = ref states[at];
            var (w0, w1) = (OrbitRow.Load<T>(ref first, 0), OrbitRow.Load<T>(ref first, T.Count));
            var (w2, w3) = (OrbitRow.Load<T>(ref first, 2 * T.Count), OrbitRow.Load<T>(ref first, 3 * T.Count));
            for (var step = 0; step < steps; step++)
            {
                w0 = map.Next(w0);
                w1 = map.Next(w1);
                w2 = map.Next(w2);
                w3 = map.Next(w3);
            }

            OrbitRow.Store(w0, ref first, 0);
            OrbitRow.Store(w1, ref first, T.Count);
            OrbitRow.Store(w2, ref first, 2 * T.Count);
            OrbitRow.Store(w3, ref first, 3 * T.Count);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Advance(Span<double> states, int steps, Span<double> growth)
    {
        var map = new Map(above, below, zero);
        for (var at = 0; at < IOrbitKernel.Lanes; at += AtOnce * T.Count)
        {
            ref var first = ref states[at];
            var (w0, w1) = (OrbitRow.Load<T>(ref first, 0), OrbitRow.Load<T>(ref first, T.Count));
            var (w2, w3) = (OrbitRow.Load<T>(ref first, 2 * T.Count), OrbitRow.Load<T>(ref first, 3 * T.Count));
            T p0 = T.Of(1), p1 = p0, p2 = p0, p3 = p0;
            T e0 = T.Of(0), e1 = e0, e2 = e0, e3 = e0;
            for (var stride = 0; stride < steps; stride += IOrbitKernel.Stride)
            {
                for (var step = 0; step < IOrbitKernel.Stride; step++)
                {
                    w0 = map.Next(w0, ref p0);
                    w1 = map.Next(w1, ref p1);
                    w2 = map.Next(w2, ref p2);
                    w3 = map.Next(w3, ref p3);
                }

                e0 += Growth.TakeExponent(ref p0);
                e1 += Growth.TakeExponent(ref p1);
                e2 += Growth.TakeExponent(ref p2);
                e3 += Growth.TakeExponent(ref p3);
            }

            OrbitRow.Store(w0, ref first, 0);
            OrbitRow.Store(w1, ref first, T.Count);
            OrbitRow.Store(w2, ref first, 2 * T.Count);
            OrbitRow.Store(w3, ref first, 3 * T.Count);
            ref var sums = ref growth[at];
            Add(p0, e0, ref sums, 0);
            Add(p1, e1, ref sums, T.Count);
            Add(p2, e2, ref sums, 2 * T.Count);
            Add(p3, e3, ref sums, 3 * T.Count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Add(T product, T exponent, ref double sums, int index) =>
        OrbitRow.Store(OrbitRow.Load<T>(ref sums, index) + Growth.Logarithm(product, exponent), ref sums, index);

    /// <summary>A and B above 0 for a sign of 1, below for −1, at it for 0.</summary>
    internal static (double A, double B) Side(OrbitProblem problem, int sign)
    {
        var (squares, products) = (0.0, 0.0);
        for (var i = 0; i < problem.Count; i++)
        {
            var x = problem.Points[i];
            var side = sign * Math.Sign(x);
            var slope = side > 0 ? 1 : side < 0 ? problem.Model.Slope : problem.Model.SlopeAtZero;
            squares += slope * slope * x * x;
            products += slope * x * problem.Targets[i];
        }

        return (1 - problem.Factor * squares, problem.Factor * products);
    }

    /// <summary>The map in registers.</summary>
    private readonly struct Map((double A, double B) above, (double A, double B) below, (double A, double B) zero)
    {
        private readonly T aboveA = T.Of(above.A);
        private readonly T aboveB = T.Of(above.B);
        private readonly T belowA = T.Of(below.A);
        private readonly T belowB = T.Of(below.B);
        private readonly T zeroA = T.Of(zero.A);
        private readonly T zeroB = T.Of(zero.B);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Next(T w)
        {
            var a = T.IfLess(T.Of(0), w, aboveA, T.IfLess(w, T.Of(0), belowA, zeroA));
            return T.FusedMultiplyAdd(a, w, T.IfLess(T.Of(0), w, aboveB, T.IfLess(w, T.Of(0), belowB, zeroB)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Next(T w, ref T product)
        {
            var a = T.IfLess(T.Of(0), w, aboveA, T.IfLess(w, T.Of(0), belowA, zeroA));
            product *= a;
            return T.FusedMultiplyAdd(a, w, T.IfLess(T.Of(0), w, aboveB, T.IfLess(w, T.Of(0), belowB, zeroB)));
        }
    }
}
