using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>The update of an optimiser on runs of parameters; formulas with <see cref="OptimizerKind"/>.</summary>
/// <remarks>Running means that have become subnormal are set to 0.</remarks>
internal static class OptimizerKernels<T>
    where T : struct, ILanes<T>
{
    /// <summary>2⁻¹²⁶.</summary>
    private const float LeastNormal = 1.17549435e-38f;

    /// <summary>Updates a run of whole rows of lanes.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="rule">Its rule at this update.</param>
    /// <param name="run">Where the run lies.</param>
    /// <param name="factors">
    /// What each parameter's rate is multiplied by: numbers that repeat after <paramref name="period"/> parameters.
    /// </param>
    /// <param name="period">Parameters after which factors repeat: whole rows of lanes. 0 is one factor for all.</param>
    public static void Update(NetworkOptimizer optimizer, in UpdateRule rule, ParameterRun run, ref float factors, int period)
    {
        switch (optimizer.Kind)
        {
            case OptimizerKind.GradientDescent:
                Descend((float)rule.Rate, run, ref factors, period);
                break;
            case OptimizerKind.Momentum:
                Roll((float)rule.Rate, (float)rule.Beta, (float)(1 - rule.Beta), run, ref factors, period);
                break;
            default:
                var second = (Keep: (float)optimizer.Beta2, Take: (float)(1 - optimizer.Beta2));
                Adapt(rule, second.Keep, second.Take, run, ref factors, period);
                break;
        }
    }

    /// <summary>θ ← c·θ.</summary>
    public static void Scale(Span<float> parameters, float factor)
    {
        for (var at = 0; at < parameters.Length; at += T.Count)
        {
            T.Store(T.Of(factor) * T.Load(ref parameters[at]), ref parameters[at]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Descend(float rate, ParameterRun run, ref float factors, int period)
    {
        for (var (at, column) = (0, 0); at < run.Length; at += T.Count, column = Next(column, period))
        {
            var factor = T.Of(-rate) * T.Load(ref Unsafe.Add(ref factors, column));
            ref var parameter = ref Unsafe.Add(ref run.Parameters, at);
            T.Store(
                T.FusedMultiplyAdd(factor, T.Load(ref Unsafe.Add(ref run.Gradients, at)), T.Load(ref parameter)), ref parameter);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Roll(float rate, float keep, float take, ParameterRun run, ref float factors, int period)
    {
        for (var (at, column) = (0, 0); at < run.Length; at += T.Count, column = Next(column, period))
        {
            var factor = T.Of(-rate) * T.Load(ref Unsafe.Add(ref factors, column));
            ref var moment = ref Unsafe.Add(ref run.FirstMoments, at);
            var gradient = T.Load(ref Unsafe.Add(ref run.Gradients, at));
            var m = Flushed(T.FusedMultiplyAdd(T.Of(keep), T.Load(ref moment), T.Of(take) * gradient));
            T.Store(m, ref moment);
            ref var parameter = ref Unsafe.Add(ref run.Parameters, at);
            T.Store(T.FusedMultiplyAdd(factor, m, T.Load(ref parameter)), ref parameter);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Adapt(in UpdateRule rule, float keep, float take, ParameterRun run, ref float factors, int period)
    {
        var (rate, keepFirst, takeFirst) = (T.Of(-(float)rule.Rate), T.Of((float)rule.Beta), T.Of((float)(1 - rule.Beta)));
        var (keepSecond, takeSecond) = (T.Of(keep), T.Of(take));
        var (scale, epsilon) = (T.Of((float)rule.SquareScale), T.Of((float)rule.Epsilon));
        for (var (at, column) = (0, 0); at < run.Length; at += T.Count, column = Next(column, period))
        {
            ref var first = ref Unsafe.Add(ref run.FirstMoments, at);
            ref var second = ref Unsafe.Add(ref run.SecondMoments, at);
            ref var parameter = ref Unsafe.Add(ref run.Parameters, at);
            var gradient = T.Load(ref Unsafe.Add(ref run.Gradients, at));
            var m = Flushed(T.FusedMultiplyAdd(keepFirst, T.Load(ref first), takeFirst * gradient));
            var v = Flushed(T.FusedMultiplyAdd(keepSecond, T.Load(ref second), takeSecond * (gradient * gradient)));
            T.Store(m, ref first);
            T.Store(v, ref second);
            var step = m / (T.SquareRoot(v * scale) + epsilon);
            var factor = rate * T.Load(ref Unsafe.Add(ref factors, column));
            T.Store(T.FusedMultiplyAdd(factor, step, T.Load(ref parameter)), ref parameter);
        }
    }

    /// <summary>
    /// 0 for a subnormal moment: that of a dead unit would stay one for ever, and make every update of it slow.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Flushed(T moment) => T.IfLess(T.Abs(moment), T.Of(LeastNormal), T.Of(0), moment);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(int column, int period) => column + T.Count < period ? column + T.Count : 0;
}

/// <summary>A run of parameters with what belongs to each.</summary>
internal readonly ref struct ParameterRun
{
    /// <summary>θ.</summary>
    public readonly ref float Parameters;

    /// <summary>g.</summary>
    public readonly ref float Gradients;

    /// <summary>m; nothing where there is none.</summary>
    public readonly ref float FirstMoments;

    /// <summary>v; nothing where there is none.</summary>
    public readonly ref float SecondMoments;

    /// <summary>How many: whole rows of lanes at every width.</summary>
    public readonly int Length;

    public ParameterRun(ref float parameters, ref float gradients, ref float first, ref float second, int length)
    {
        Parameters = ref parameters;
        Gradients = ref gradients;
        FirstMoments = ref first;
        SecondMoments = ref second;
        Length = length;
    }
}
