using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>Measures finished trials, a row of lanes at a time.</summary>
internal static class XorMeasures<T, TModel>
    where T : struct, ILanes<T>
    where TModel : struct, IXorModel
{
    private static T One => T.Of(1f);

    private static T Zero => T.Of(0f);

    private static T None => T.Of(float.NaN);

    /// <summary>Measures <see cref="ILanes{TSelf}.Count"/> trials from <paramref name="trial"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Measure(XorFinished finished, XorOutputs outputs, int trial, in XorSettings settings)
    {
        var slope = T.Of(settings.Slope);
        Preactivate(finished, 0, trial, out var z0, out var z1, out var z2, out var z3);
        var (f0, f1) = (TModel.Activate(z0, slope), TModel.Activate(z1, slope));
        var (f2, f3) = (TModel.Activate(z2, slope), TModel.Activate(z3, slope));
        T y0 = Zero, y1 = Zero, y2 = Zero, y3 = Zero;
        if (TModel.Units == 2)
        {
            Preactivate(finished, 3, trial, out y0, out y1, out y2, out y3);
            (f0, f1) = (f0 + TModel.Activate(y0, slope), f1 + TModel.Activate(y1, slope));
            (f2, f3) = (f2 + TModel.Activate(y2, slope), f3 + TModel.Activate(y3, slope));
        }

        var right = CountUnless(T.LessOrEqual(T.Of(0.5f), f0)) + Count(T.LessOrEqual(T.Of(0.5f), f1))
            + Count(T.LessOrEqual(T.Of(0.5f), f2)) + CountUnless(T.LessOrEqual(T.Of(0.5f), f3));
        Put(outputs, XorOutput.Accuracy, trial, right);
        Put(outputs, XorOutput.Failed, trial, Count(T.Less(right, T.Of(4f))));
        Dead(outputs, XorOutput.DeadEndClass0, trial, z0, z3, y0, y3);
        Dead(outputs, XorOutput.DeadEndClass1, trial, z1, z2, y1, y2);

        (f1, f2) = (f1 - One, f2 - One);
        var sum = XorNetwork.Sum(f0, f1, f2, f3);
        PutNumber(outputs, XorOutput.Loss, trial, T.Of(0.25f) * sum);
        End(finished, outputs, trial, settings, sum);
        Unit(finished, outputs, 0, trial, settings, z0, z1, z2, z3, f0, f1, f2, f3);
        if (TModel.Units == 2)
        {
            Unit(finished, outputs, 1, trial, settings, y0, y1, y2, y3, f0, f1, f2, f3);
            Mirror(finished, outputs, trial);
        }

        Start(finished, outputs, trial);
    }

    private static void Preactivate(XorFinished finished, int parameter, int trial, out T z0, out T z1, out T z2, out T z3) =>
        XorNetwork.Preactivate(
            T.Load(ref finished.Parameter(parameter, trial)),
            T.Load(ref finished.Parameter(parameter + 1, trial)),
            T.Load(ref finished.Parameter(parameter + 2, trial)),
            out z0, out z1, out z2, out z3);

    /// <summary>Why training ended, in the order of the stop rules; a loss that is not finite comes before them.</summary>
    private static void End(XorFinished finished, XorOutputs outputs, int trial, in XorSettings settings, T sum)
    {
        var isSolved = T.Less(T.Load(ref finished.Row(XorRows.Sum, trial)), T.Of(settings.StopSum));
        var isStalled = T.Less(T.Of(settings.Patience), T.Load(ref finished.Row(XorRows.Stale, trial)));
        var end = T.Select(isSolved, Zero, T.Select(isStalled, One, T.Of(2f)));
        Put(outputs, XorOutput.End, trial, T.Select(IsFinite(sum), end, T.Of(3f)));
        Put(outputs, XorOutput.Epochs, trial, T.Load(ref finished.Row(XorRows.Epochs, trial)));
        Put(outputs, XorOutput.Redraws, trial, T.Load(ref finished.Row(XorRows.Redraws, trial)));
    }

    private static void Unit(
        XorFinished finished, XorOutputs outputs, int unit, int trial, in XorSettings settings, T z0, T z1, T z2, T z3, T e0, T e1, T e2, T e3)
    {
        var slope = T.Of(settings.Slope);
        ref var first = ref finished.Parameter(3 * unit, trial);
        var wx = T.Load(ref first);
        var wy = T.Load(ref finished.Parameter(3 * unit + 1, trial));
        var b = T.Load(ref finished.Parameter(3 * unit + 2, trial));
        var startX = T.Load(ref finished.Row(XorRows.Start + 3 * unit, trial));
        var startY = T.Load(ref finished.Row(XorRows.Start + 3 * unit + 1, trial));
        var norm = T.SquareRoot(T.FusedMultiplyAdd(wx, wx, wy * wy));
        PutNumber(outputs, XorOutput.Norm + unit, trial, norm);
        PutNumber(outputs, XorOutput.Angle + unit, trial, DegreesOfVector.Of(wx, wy));
        PutNumber(outputs, XorOutput.Turn + unit, trial, DegreesOfVector.Of(
            T.FusedMultiplyAdd(startX, wx, startY * wy), T.FusedMultiplyAdd(startX, wy, -(startY * wx))));
        PutNumber(outputs, XorOutput.Parameters + 3 * unit, trial, wx);
        PutNumber(outputs, XorOutput.Parameters + 3 * unit + 1, trial, wy);
        PutNumber(outputs, XorOutput.Parameters + 3 * unit + 2, trial, b);

        XorNetwork.Gradient(
            TModel.Backward(z0, e0, slope), TModel.Backward(z1, e1, slope),
            TModel.Backward(z2, e2, slope), TModel.Backward(z3, e3, slope), out var gx, out var gy, out _);
        var gradient = T.SquareRoot(T.FusedMultiplyAdd(gx, gx, gy * gy));
        var product = gradient * norm;
        var ratio = T.Abs(T.FusedMultiplyAdd(gx, wy, -(gy * wx))) / product;
        ratio = T.Select(T.Less(One, ratio), One, ratio);
        PutNumber(outputs, XorOutput.GradientNorm + unit, trial, T.Of(0.5f) * gradient);
        PutNumber(outputs, XorOutput.Torque + unit, trial, T.Select(T.Less(Zero, product), ratio, None));

        XorUnitTypes<T, TModel>.Measure(finished, outputs, unit, trial, settings, z0, z1, z2, z3);
        var isOn = IsOn(z0) | IsOn(z1) | IsOn(z2) | IsOn(z3);
        var share = T.Load(ref finished.Row(XorRows.NoTorque + unit, trial)) / T.Load(ref finished.Row(XorRows.Epochs, trial));
        PutNumber(outputs, XorOutput.NoTorque + unit, trial, T.Select(isOn, share, None));
    }

    private static void Mirror(XorFinished finished, XorOutputs outputs, int trial)
    {
        var (wx, wy) = (T.Load(ref finished.Parameter(0, trial)), T.Load(ref finished.Parameter(1, trial)));
        var (vx, vy) = (T.Load(ref finished.Parameter(3, trial)), T.Load(ref finished.Parameter(4, trial)));
        var norms = T.SquareRoot(T.FusedMultiplyAdd(wx, wx, wy * wy)) * T.SquareRoot(T.FusedMultiplyAdd(vx, vx, vy * vy));
        var isMirror = T.Less(Zero, norms) & T.LessOrEqual(T.FusedMultiplyAdd(wx, vx, wy * vy), T.Of(-0.99f) * norms);
        Put(outputs, XorOutput.MirrorEnd, trial, Count(isMirror));
    }

    private static void Start(XorFinished finished, XorOutputs outputs, int trial)
    {
        T Parameter(int parameter) => T.Load(ref finished.Row(XorRows.Start + parameter, trial));

        var (wx, wy, b) = (Parameter(0), Parameter(1), Parameter(2));
        var (vx, vy, c) = (Parameter(3), Parameter(4), Parameter(5));
        PutNumber(outputs, XorOutput.StartMarginActivation, trial, XorMargins.Activation<T, TModel>(wx, wy, b, vx, vy, c));
        PutNumber(outputs, XorOutput.StartMarginDistance, trial, XorMargins.Distance<T, TModel>(wx, wy, b, vx, vy, c));
        XorNetwork.Preactivate(wx, wy, b, out var z0, out var z1, out var z2, out var z3);
        XorNetwork.Preactivate(vx, vy, c, out var y0, out var y1, out var y2, out var y3);
        Dead(outputs, XorOutput.DeadStartClass0, trial, z0, z3, y0, y3);
        Dead(outputs, XorOutput.DeadStartClass1, trial, z1, z2, y1, y2);
    }

    private static void Dead(XorOutputs outputs, XorOutput output, int trial, T z, T otherZ, T y, T otherY)
    {
        var (isOn, isOtherOn) = (IsOn(z), IsOn(otherZ));
        if (TModel.Units == 2)
        {
            (isOn, isOtherOn) = (isOn | IsOn(y), isOtherOn | IsOn(otherY));
        }

        Put(outputs, output, trial, CountUnless(isOn) + CountUnless(isOtherOn));
    }

    private static T IsOn(T z) => T.Less(Zero, TModel.IsAbsolute ? T.Abs(z) : z);

    private static T IsFinite(T x) => T.LessOrEqual(T.Abs(x), T.Of(float.MaxValue));

    private static T Count(T mask) => T.Select(mask, One, Zero);

    private static T CountUnless(T mask) => T.Select(mask, Zero, One);

    private static void PutNumber(XorOutputs outputs, XorOutput output, int trial, T value) =>
        Put(outputs, output, trial, T.Select(IsFinite(value), value, None));

    private static void Put(XorOutputs outputs, XorOutput output, int trial, T value) =>
        T.Store(value, ref outputs.At(output, trial));
}
