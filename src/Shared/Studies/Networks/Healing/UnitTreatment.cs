using Farm.Numerics;

namespace Farm.Studies.Networks.Healing;

/// <summary>What healing does to the parameters of one layer or unit. Each returns what it changed, after.</summary>
/// <param name="shape">The network.</param>
/// <param name="start">The law that units are drawn anew by.</param>
internal sealed class UnitTreatment(NetworkShape shape, NetworkStart start)
{
    private readonly double[] weights = new double[Math.Max(shape.Inputs, shape.Width)];
    private readonly double[] gradients = new double[Math.Max(shape.Inputs, shape.Width)];
    private readonly float[] zeros = new float[Math.Max(shape.Inputs, shape.Width)];
    private readonly float[] normals = new float[Math.Max(shape.Inputs, shape.Width)];

    /// <summary>Every bias, or shift, of a layer but for those of pruned units rises.</summary>
    public static void WarmUp(NetworkTrainer trainer, int layer, float rise, ReadOnlySpan<bool> arePruned)
    {
        var biases = trainer.Parameters.UnitBiases(layer).Row(0);
        for (var unit = 0; unit < biases.Length; unit++)
        {
            biases[unit] += arePruned[unit] ? 0 : rise;
        }
    }

    /// <summary>w += α·g_t.</summary>
    /// <returns>The torque ratio with the gradient as it was.</returns>
    public double Tangent(NetworkTrainer trainer, int layer, int unit, float turn)
    {
        Read(trainer, layer, unit, out var w, out var g);
        var along = Dot(g, w) / Dot(w, w);
        for (var c = 0; c < w.Length; c++)
        {
            w[c] = Math.FusedMultiplyAdd(turn, Math.FusedMultiplyAdd(-along, w[c], g[c]), w[c]);
        }

        return Write(trainer, layer, unit, w, g);
    }

    /// <summary>w += α‖w‖·u, u the part of a normal vector that is orthogonal to w, at length 1.</summary>
    /// <returns>The torque ratio with the gradient as it was.</returns>
    public double Noise(NetworkTrainer trainer, int layer, int unit, float turn, ulong key)
    {
        Read(trainer, layer, unit, out var w, out var g);
        var u = normals.AsSpan(0, w.Length);
        InputJitter.Add(zeros.AsSpan(0, w.Length), 1, key, (ulong)trainer.Updates, StreamOf(layer, unit), u);
        var (square, part) = (Dot(w, w), 0.0);
        for (var c = 0; c < w.Length; c++)
        {
            part = Math.FusedMultiplyAdd(u[c], w[c], part);
        }

        var length = 0.0;
        for (var c = 0; c < w.Length; c++)
        {
            var tangent = Math.FusedMultiplyAdd(-part / square, w[c], u[c]);
            length = Math.FusedMultiplyAdd(tangent, tangent, length);
        }

        var step = length > 0 ? turn * Math.Sqrt(square) / Math.Sqrt(length) : 0;
        for (var c = 0; c < w.Length; c++)
        {
            w[c] = Math.FusedMultiplyAdd(step, Math.FusedMultiplyAdd(-part / square, w[c], u[c]), w[c]);
        }

        return Write(trainer, layer, unit, w, g);
    }

    /// <summary>A unit's slope below 0, and its derivative at 0.</summary>
    public static void Slope(NetworkTrainer trainer, int layer, int unit, float slope, float atZero)
    {
        trainer.Slopes[layer].Row(0)[unit] = slope;
        trainer.SlopesAtZero[layer].Row(0)[unit] = atZero;
    }

    /// <summary>A unit's parameters are drawn anew; what leads on from it stays.</summary>
    /// <returns>‖θ‖.</returns>
    public double Reinit(NetworkTrainer trainer, int layer, int unit, ulong key)
    {
        var parameters = trainer.Parameters;
        if (OwnsWeights(layer))
        {
            start.FillUnit(parameters, layer, unit, key, (ulong)trainer.Updates, StreamOf(layer, unit));
        }

        if (shape.IsResidual)
        {
            parameters.Gains(layer).Row(0)[unit] = 1;
            parameters.Shifts(layer).Row(0)[unit] = 0;
        }

        Forget(trainer, layer, unit);
        return NormOf(trainer, layer, unit);
    }

    /// <summary>A unit's parameters and what leads on from it become 0: by its own derivative of 0 at 0 it stays so.</summary>
    /// <returns>‖θ‖.</returns>
    public double Prune(NetworkTrainer trainer, int layer, int unit)
    {
        Clear(trainer.Parameters, layer, unit);
        Forget(trainer, layer, unit);
        CutOff(trainer, layer, unit);
        Slope(trainer, layer, unit, shape.SlopeBelow, shape.SlopeAtZero);
        return NormOf(trainer, layer, unit);
    }

    /// <summary>What leads on from a unit becomes 0.</summary>
    public void CutOff(NetworkTrainer trainer, int layer, int unit)
    {
        ClearOnward(trainer.Parameters, layer, unit);
        ClearOnward(trainer.Gradients, layer, unit);
        ClearOnward(trainer.FirstMoments, layer, unit);
        ClearOnward(trainer.SecondMoments, layer, unit);
    }

    /// <summary>‖(w, b)‖, or with a normalised layer's shift ‖(w, shift)‖.</summary>
    public double NormOf(NetworkTrainer trainer, int layer, int unit)
    {
        Read(trainer, layer, unit, out var w, out _);
        double bias = trainer.Parameters.UnitBiases(layer).Row(0)[unit];
        return Math.Sqrt(Math.FusedMultiplyAdd(bias, bias, Dot(w, w)));
    }

    /// <summary>
    /// Whether the weights before a unit are its alone. In a residual network those of an even layer add to h, which the
    /// blocks above read as well.
    /// </summary>
    private bool OwnsWeights(int layer) => !shape.IsResidual || layer % 2 != 0;

    private uint StreamOf(int layer, int unit) => (uint)(layer * shape.Width + unit);

    /// <summary>The next update must not move what has just been set by what was there before.</summary>
    private void Forget(NetworkTrainer trainer, int layer, int unit)
    {
        Clear(trainer.Gradients, layer, unit);
        Clear(trainer.FirstMoments, layer, unit);
        Clear(trainer.SecondMoments, layer, unit);
    }

    private void Clear(NetworkParameters? numbers, int layer, int unit)
    {
        if (numbers is null)
        {
            return;
        }

        numbers.UnitBiases(layer).Row(0)[unit] = 0;
        if (shape.IsResidual)
        {
            numbers.Gains(layer).Row(0)[unit] = 0;
        }

        var own = numbers.Weights(layer);
        for (var row = 0; OwnsWeights(layer) && row < own.Rows; row++)
        {
            own.Row(row)[unit] = 0;
        }
    }

    private void ClearOnward(NetworkParameters? numbers, int layer, int unit)
    {
        if (numbers is null)
        {
            return;
        }

        if (layer + 1 < shape.Maps)
        {
            numbers.Weights(layer + 1).Row(unit).Clear();
            return;
        }

        for (var output = 0; output < shape.Outputs; output++)
        {
            numbers.OutputWeights.Row(output)[unit] = 0;
        }
    }

    private void Read(NetworkTrainer trainer, int layer, int unit, out Span<double> w, out Span<double> g)
    {
        var (from, by) = (trainer.Parameters.Weights(layer), trainer.Gradients.Weights(layer));
        w = weights.AsSpan(0, from.Rows);
        g = gradients.AsSpan(0, from.Rows);
        for (var row = 0; row < from.Rows; row++)
        {
            w[row] = from.Row(row)[unit];
            g[row] = by.Row(row)[unit];
        }
    }

    private static double Write(NetworkTrainer trainer, int layer, int unit, Span<double> w, ReadOnlySpan<double> g)
    {
        var to = trainer.Parameters.Weights(layer);
        for (var row = 0; row < to.Rows; row++)
        {
            to.Row(row)[unit] = (float)w[row];
            w[row] = to.Row(row)[unit];
        }

        var (along, square) = (Dot(g, w) / Dot(w, w), 0.0);
        for (var row = 0; row < w.Length; row++)
        {
            var tangent = Math.FusedMultiplyAdd(-along, w[row], g[row]);
            square = Math.FusedMultiplyAdd(tangent, tangent, square);
        }

        return Math.Sqrt(square / Dot(g, g));
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            sum = Math.FusedMultiplyAdd(left[i], right[i], sum);
        }

        return sum;
    }
}
