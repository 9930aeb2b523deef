using Farm.Domain;

namespace Farm.Studies.Tests;

/// <summary>The xor study's trial as plain scalar code, one trial after another: what the lane kernel must equal.</summary>
internal sealed class XorScalar
{
    private static readonly float[] targets = [0, 1, 1, 0];

    private readonly Cell cell;
    private readonly ulong key;
    private readonly string model;
    private readonly float slope;

    public XorScalar(Cell cell, ulong seed)
    {
        this.cell = cell;
        key = cell.StreamKey(seed);
        model = cell.Parameters["model"].Word;
        slope = Number("slope");
        Units = model == "relu-pair" ? 2 : 1;
    }

    public int Units { get; }

    /// <summary>A parameter as float32; 0 where it does not apply.</summary>
    public float Number(string axis) => cell.Parameters.TryGetValue(axis, out var value) ? (float)value.Number : 0;

    /// <summary>z of a unit on the four points.</summary>
    public static float[] Preactivate(ReadOnlySpan<float> theta, int unit)
    {
        var (x, y, b) = (theta[3 * unit], theta[3 * unit + 1], theta[3 * unit + 2]);
        var (sum, difference) = (x + y, x - y);
        return [b - sum, b + difference, b - difference, b + sum];
    }

    /// <summary>Errors on the four points, and their sum of squares.</summary>
    public (float[] Errors, float Sum) Loss(ReadOnlySpan<float> theta, float[]? slopes = null)
    {
        var errors = new float[4];
        for (var unit = 0; unit < Units; unit++)
        {
            var z = Preactivate(theta, unit);
            for (var point = 0; point < 4; point++)
            {
                var below = SlopeOf(unit, slopes);
                var a = model == "abs" ? MathF.Abs(z[point]) : z[point] < 0 ? below > 0 ? below * z[point] : 0 : z[point];
                errors[point] = unit == 0 ? a : errors[point] + a;
            }
        }

        for (var point = 1; point < 3; point++)
        {
            errors[point] -= targets[point];
        }

        var sum = errors[0] * errors[0];
        for (var point = 1; point < 4; point++)
        {
            sum = MathF.FusedMultiplyAdd(errors[point], errors[point], sum);
        }

        return (errors, sum);
    }

    /// <summary>Twice the gradient of the mean loss.</summary>
    public float[] Gradient(ReadOnlySpan<float> theta, float[] errors, float[]? slopes = null)
    {
        var gradient = new float[6];
        for (var unit = 0; unit < Units; unit++)
        {
            var z = Preactivate(theta, unit);
            var h = new float[4];
            for (var point = 0; point < 4; point++)
            {
                h[point] = z[point] > 0 ? errors[point]
                    : model == "abs" ? (z[point] < 0 ? -errors[point] : 0)
                    : SlopeOf(unit, slopes) > 0 ? SlopeOf(unit, slopes) * errors[point] : 0;
            }

            var (same, opposite) = (h[3] - h[0], h[1] - h[2]);
            gradient[3 * unit] = same + opposite;
            gradient[3 * unit + 1] = same - opposite;
            gradient[3 * unit + 2] = (h[3] + h[0]) + (h[1] + h[2]);
        }

        return gradient;
    }

    private float SlopeOf(int unit, float[]? slopes) => slopes is null || slope > 0 ? slope : slopes[unit];

    /// <summary>A trial's training, with the optimiser's state at its end.</summary>
    public XorScalarTraining Train(long trial)
    {
        var state = new XorScalarTraining(this, cell, new XorScalarStart(this, cell, key).Draw(trial, out _));
        state.Train(Healing(state, trial));
        return state;
    }

    /// <summary>What healing does in a trial.</summary>
    public XorScalarOutcome Heal(long trial)
    {
        var state = new XorScalarTraining(this, cell, new XorScalarStart(this, cell, key).Draw(trial, out _));
        var healing = Healing(state, trial)!;
        state.Train(healing);
        return healing.Outcome;
    }

    private XorScalarHealing? Healing(XorScalarTraining training, long trial) =>
        cell.Parameters.ContainsKey("healing") ? new(this, cell, key, (ulong)trial, training, Types(training)) : null;

    private XorScalarTypes Types(XorScalarTraining state)
    {
        var optimizer = cell.Parameters["optimizer"].Word;
        var beta = optimizer switch { "adam" => Number("beta1"), "heavy-ball" => Number("momentum"), _ => 0 };
        return new(this, model, optimizer, cell.Parameters["learning_rate"].Number, beta, state);
    }

    /// <summary>Every measurement of a trial by name.</summary>
    public Dictionary<string, double> Measure(long trial)
    {
        var start = new XorScalarStart(this, cell, key).Draw(trial, out var redraws);
        var state = new XorScalarTraining(this, cell, start);
        var healing = Healing(state, trial);
        state.Train(healing);
        var all = new XorScalarMeasures(this, model, state, redraws, Types(state)).All();
        healing?.Outcome.AddTo(all);
        return all;
    }
}
