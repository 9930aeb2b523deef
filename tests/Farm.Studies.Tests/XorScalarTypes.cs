using Farm.Numerics;

namespace Farm.Studies.Tests;

/// <summary>The type of a unit at the end of a training, in float32 and with the lanes' formulas, one unit at a time.</summary>
internal sealed class XorScalarTypes(XorScalar network, string model, string optimizer, double rate, double beta, XorScalarTraining training)
{
    private static readonly string[] variants = ["fixed", "span", "scaled"];
    private static readonly string[] names = ["rank", "below", "above", "flat", "scaled_above", "flips"];

    public void Add(Dictionary<string, double> all, int unit)
    {
        var z = XorScalar.Preactivate(training.Theta, unit);
        var on = z.Select(v => (model == "abs" ? MathF.Abs(v) : v) > 0 ? 1f : 0f).ToArray();
        float[] d = [1, 1, 1];
        var factor = 1f;
        if (optimizer == "adam")
        {
            var scale = 1 / training.SquareWeight;
            factor = training.MeanWeight;
            d = [.. Enumerable.Range(3 * unit, 3).Select(k => MathF.Sqrt(training.Square[k] * scale) + network.Number("adam_epsilon"))];
        }

        var (wx, wy, b) = (training.Theta[3 * unit], training.Theta[3 * unit + 1], training.Theta[3 * unit + 2]);
        var square = MathF.FusedMultiplyAdd(wx, wx, MathF.FusedMultiplyAdd(wy, wy, b * b));
        var slope = network.Number("slope");
        var reaching = slope * slope > 0 ? 4 : (int)on.Sum();
        if (!((d[0] + d[1]) + d[2] <= float.MaxValue) || !(square <= float.MaxValue))
        {
            Put(all, unit, [UnitType.NotFinite, UnitType.NotFinite, UnitType.NotFinite], new int[6]);
        }
        else if (reaching == 0)
        {
            Put(all, unit, [UnitType.Off, UnitType.Off, UnitType.Off], new int[6]);
        }
        else
        {
            Classify(all, unit, on, d, factor, slope * slope, Math.Min(3, reaching), square < 1e-8f);
        }
    }

    private void Classify(
        Dictionary<string, double> all, int unit, float[] on, float[] d, float factor, float slopeSquare, int rank, bool isCollapsed)
    {
        // Borders with a = ηλ(1 − β), then for twice λ.
        var scale = optimizer == "adam" ? 1 / rate : 2 / (rate * (1 - beta));
        var rule = UpdateRule.Momentum(1 / (1 - beta), beta);
        var bands = new RootBands(rule, 0.01);
        var flip = RootBands.Flips(rule, 0.01);
        (int Below, int Equal) Count(double border) => Signs(on, d, (float)(border * scale) * factor, slopeSquare);

        var edge = Count(bands.Edge).Below;
        var below = Math.Sqrt(beta) < 0.99 ? Count(bands.Outer).Below - Count(bands.Inner).Below : 0;
        var (inside, above, forced) = (edge - below, 3 - edge, 3 - rank);
        var k = (on[0] + on[3]) + (on[1] + on[2]);
        var diagonal = MathF.FusedMultiplyAdd(k, 1 - slopeSquare, 4 * slopeSquare);
        var share = 1e-3f * diagonal * ((1 / d[0] + 1 / d[1]) + 1 / d[2]) / rank;
        var flat = Math.Max(0, Signs(on, d, share, slopeSquare).Below - forced);
        var (stable, equal) = Count(new RootBands(rule, 0).Edge);
        var scaledAbove = 3 - stable - equal;
        Put(
            all, unit,
            [
                new BandCounts(below, inside, above).TypeOf(isCollapsed),
                new BandCounts(below, inside - forced, above).TypeOf(isCollapsed),
                new BandCounts(stable - forced - flat, equal, scaledAbove).TypeOf(isCollapsed),
            ],
            [rank, below, above, flat, scaledAbove, Count(flip.To).Below - Count(flip.From).Below]);
    }

    private static (int Below, int Equal) Signs(float[] on, float[] d, float border, float slopeSquare)
    {
        var tau = d.Select(v => border * v).ToArray();
        if (slopeSquare > 0)
        {
            tau = [.. tau.Select(t => (t - 4 * slopeSquare) * (1 / (1 - slopeSquare)))];
        }

        tau = [.. tau.Select(t => MathF.CopySign(Math.Clamp(MathF.Abs(t), 1e-12f, 1e12f), t))];
        var (x, y, b) = (tau[0], tau[1], tau[2]);
        var n = (on[0] + on[3]) + (on[1] + on[2]);
        var xy = (on[0] + on[3]) - (on[1] + on[2]);
        var xb = (on[1] + on[3]) - (on[0] + on[2]);
        var yb = (on[2] + on[3]) - (on[0] + on[1]);
        var (mxy, mxb, myb) = (n * n - xy * xy, n * n - xb * xb, n * n - yb * yb);
        var minors = mxy + mxb + myb;
        var determinant = n * (minors - 2 * n * n) + 2 * xy * xb * yb;
        var sum = (x + y) + b;
        var products = MathF.FusedMultiplyAdd(x, y, MathF.FusedMultiplyAdd(x, b, y * b));
        var trace = 3 * n - sum;
        var second = minors - (n + n) * sum + products;
        var lost = MathF.FusedMultiplyAdd(x, myb, MathF.FusedMultiplyAdd(y, mxb, b * mxy));
        var third = determinant - lost + n * products - x * (y * b);
        var negative = Changes(trace, second, third);
        return (negative, 3 - negative - Changes(-trace, second, -third));
    }

    private static int Changes(params float[] coefficients)
    {
        var (changes, sign) = (0, 1);
        foreach (var c in coefficients.Where(c => c != 0))
        {
            (changes, sign) = Math.Sign(c) == sign ? (changes, sign) : (changes + 1, -sign);
        }

        return changes;
    }

    private static void Put(Dictionary<string, double> all, int unit, UnitType[] types, int[] counts)
    {
        foreach (var (name, type) in variants.Zip(types))
        {
            all[$"unit_{name}_{unit + 1}"] = (int)type;
        }

        foreach (var (name, count) in names.Zip(counts))
        {
            all[$"unit_{name}_{unit + 1}"] = count;
        }
    }
}
