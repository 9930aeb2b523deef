using Farm.Domain;

namespace Farm.Studies.Tests;

/// <summary>One training: parameters, the optimiser's sums, and the stop rules.</summary>
internal sealed class XorScalarTraining(XorScalar network, Cell cell, float[] start)
{
    private static readonly float[] ones = [1, 1];

    private readonly float[] mean = new float[6];

    public float[] Start { get; } = start;

    public float[] Theta { get; } = [.. start];

    public int Epochs { get; private set; }

    public string End { get; private set; } = "";

    /// <summary>Adam's sums of squared gradients.</summary>
    public float[] Square { get; } = new float[6];

    /// <summary>Forgets what the optimiser knows of a unit.</summary>
    public void Forget(int unit)
    {
        mean.AsSpan(3 * unit, 3).Clear();
        Square.AsSpan(3 * unit, 3).Clear();
    }

    public float MeanWeight { get; private set; }

    public float SquareWeight { get; private set; }

    public int[] NoTorque { get; } = new int[2];

    public void Train(XorScalarHealing? healing = null)
    {
        var best = float.PositiveInfinity;
        var stale = 0;
        var (stop, least) = (4 * network.Number("stop_loss"), 4 * network.Number("min_improvement"));
        while (End.Length == 0)
        {
            var (errors, sum) = network.Loss(Theta, healing?.Slopes);
            var gradient = network.Gradient(Theta, errors, healing?.Slopes);
            var isLast = sum < stop || Epochs + 1 >= network.Number("max_epochs") || float.IsNaN(sum);
            (best, stale) = best - sum > least ? (sum, 0) : (best, stale + 1);
            if (!isLast && healing?.Heal(gradient, sum) == true)
            {
                (best, stale) = (float.PositiveInfinity, 0);
            }

            for (var unit = 0; unit < network.Units; unit++)
            {
                NoTorque[unit] += HasNoTorque(gradient, unit) ? 1 : 0;
            }

            healing?.Shrink();
            Update(gradient, healing?.Factors ?? ones);
            Epochs++;
            End = sum < stop ? "solved"
                : stale > network.Number("patience") && healing?.IsRescue != true ? "stalled"
                : Epochs >= network.Number("max_epochs") || float.IsNaN(sum) ? "exhausted"
                : "";
        }

        if (!float.IsFinite(network.Loss(Theta).Sum))
        {
            End = "diverged";
        }
    }

    private bool HasNoTorque(float[] gradient, int unit)
    {
        var (wx, wy) = (Theta[3 * unit], Theta[3 * unit + 1]);
        var (gx, gy) = (gradient[3 * unit], gradient[3 * unit + 1]);
        var cross = MathF.FusedMultiplyAdd(gx, wy, -(gy * wx));
        var g = MathF.FusedMultiplyAdd(gx, gx, gy * gy);
        var w = MathF.FusedMultiplyAdd(wx, wx, wy * wy);
        return cross * cross < 0.0025f * (g * w) && g > 4e-6f;
    }

    private void Update(float[] gradient, float[] factors)
    {
        switch (cell.Parameters["optimizer"].Word)
        {
            case "gradient-descent":
                var rate = (float)(-cell.Parameters["learning_rate"].Number / 2);
                for (var i = 0; i < 3 * network.Units; i++)
                {
                    Theta[i] = MathF.FusedMultiplyAdd(rate * factors[i / 3], gradient[i], Theta[i]);
                }

                break;
            case "heavy-ball":
                var beta = network.Number("momentum");
                var scaled = (float)(-cell.Parameters["learning_rate"].Number * (1 - (double)beta) / 2);
                for (var i = 0; i < 3 * network.Units; i++)
                {
                    mean[i] = MathF.FusedMultiplyAdd(beta, mean[i], gradient[i]);
                    Theta[i] = MathF.FusedMultiplyAdd(scaled * factors[i / 3], mean[i], Theta[i]);
                }

                break;
            default:
                Adam(gradient, factors);
                break;
        }
    }

    private void Adam(float[] gradient, float[] factors)
    {
        var (beta1, beta2) = (network.Number("beta1"), network.Number("beta2"));
        MeanWeight = MathF.FusedMultiplyAdd(MeanWeight, beta1, 2);
        SquareWeight = MathF.FusedMultiplyAdd(SquareWeight, beta2, 4);
        var inverse = 1 / (MeanWeight * SquareWeight);
        var rate = -network.Number("learning_rate") * (SquareWeight * inverse);
        var scale = MeanWeight * inverse;
        for (var unit = 0; unit < network.Units; unit++)
        {
            var d = new float[3];
            for (var i = 0; i < 3; i++)
            {
                var (k, g) = (3 * unit + i, gradient[3 * unit + i]);
                mean[k] = MathF.FusedMultiplyAdd(beta1, mean[k], g);
                Square[k] = MathF.FusedMultiplyAdd(beta2, Square[k], g * g);
                d[i] = MathF.Sqrt(Square[k] * scale) + network.Number("adam_epsilon");
            }

            float[] others = [d[1] * d[2], d[0] * d[2], d[0] * d[1]];
            var common = rate * factors[unit] / (d[0] * others[0]);
            for (var i = 0; i < 3; i++)
            {
                Theta[3 * unit + i] = MathF.FusedMultiplyAdd(mean[3 * unit + i] * others[i], common, Theta[3 * unit + i]);
            }
        }
    }
}
