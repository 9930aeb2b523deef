using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Batch normalisation of one layer: what it keeps, and what it remembers of the last batch.</summary>
/// <remarks>
/// Training: z = gain·x̂ + shift, x̂ = (s − mean)/√(variance + 1e-5) with mean and variance (divided by B) of the batch.
/// Evaluation: the same with running statistics, which each batch moves by a tenth towards its own mean and its unbiased
/// variance (B − 1; a batch of one sample moves the mean alone). Source: Ioffe and Szegedy 2015, with PyTorch's constants.
/// </remarks>
/// <param name="running">Two rows: running means, running variances.</param>
/// <param name="batch">Most samples of a batch.</param>
internal sealed class Normalization(Matrix running, int batch)
{
    public const float Epsilon = 1e-5f;
    public const float RunningShare = 0.1f;

    /// <summary>x̂ of the last batch: rows × units.</summary>
    public Matrix Normalized { get; } = new(batch, running.Columns);

    /// <summary>1/√(variance + ε) of the last batch: one row.</summary>
    public Matrix InverseDeviations { get; } = new(1, running.Columns);

    /// <summary>Running means, then running variances: two rows.</summary>
    public Matrix Running => running;

    /// <summary>Scratch of the backward pass: two rows.</summary>
    public Matrix Sums { get; } = new(2, running.Columns);

    /// <summary>Means 0, variances 1.</summary>
    public void Reset()
    {
        Running.Row(0).Clear();
        Running.Row(1).Fill(1);
    }
}

/// <summary>The passes of batch normalisation, each unit in its own lane, sums down the rows.</summary>
internal static class NormalizationKernels<T>
    where T : struct, ILanes<T>
{
    /// <summary>z of a batch by its own statistics, which the running ones take up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Train(Normalization norm, Matrix s, Matrix gains, Matrix shifts, Matrix z, int rows)
    {
        var running = norm.Running;
        for (var column = 0; column < s.Stride; column += T.Count)
        {
            var sum = T.Of(0);
            for (var (row, at) = (0, column); row < rows; row++, at += s.Stride)
            {
                sum += T.Load(ref Unsafe.Add(ref s.First, at));
            }

            var mean = sum / T.Of(rows);
            var square = T.Of(0);
            for (var (row, at) = (0, column); row < rows; row++, at += s.Stride)
            {
                var difference = T.Load(ref Unsafe.Add(ref s.First, at)) - mean;
                square = T.FusedMultiplyAdd(difference, difference, square);
            }

            var inverse = T.Of(1) / T.SquareRoot(square / T.Of(rows) + T.Of(Normalization.Epsilon));
            T.Store(inverse, ref Unsafe.Add(ref norm.InverseDeviations.First, column));
            var gain = T.Load(ref Unsafe.Add(ref gains.First, column));
            var shift = T.Load(ref Unsafe.Add(ref shifts.First, column));
            for (var (row, at) = (0, column); row < rows; row++, at += s.Stride)
            {
                var normalized = (T.Load(ref Unsafe.Add(ref s.First, at)) - mean) * inverse;
                T.Store(normalized, ref Unsafe.Add(ref norm.Normalized.First, at));
                T.Store(T.FusedMultiplyAdd(gain, normalized, shift), ref Unsafe.Add(ref z.First, at));
            }

            Follow(mean, ref Unsafe.Add(ref running.First, column));
            if (rows > 1)
            {
                Follow(square / T.Of(rows - 1), ref Unsafe.Add(ref running.First, running.Stride + column));
            }
        }
    }

    /// <summary>z by running statistics.</summary>
    public static void Evaluate(Normalization norm, Matrix s, Matrix gains, Matrix shifts, Matrix z, int rows)
    {
        var running = norm.Running;
        for (var column = 0; column < s.Stride; column += T.Count)
        {
            var mean = T.Load(ref Unsafe.Add(ref running.First, column));
            var variance = T.Load(ref Unsafe.Add(ref running.First, running.Stride + column));
            var inverse = T.Of(1) / T.SquareRoot(variance + T.Of(Normalization.Epsilon));
            var gain = T.Load(ref Unsafe.Add(ref gains.First, column));
            var shift = T.Load(ref Unsafe.Add(ref shifts.First, column));
            for (var (row, at) = (0, column); row < rows; row++, at += s.Stride)
            {
                var normalized = (T.Load(ref Unsafe.Add(ref s.First, at)) - mean) * inverse;
                T.Store(T.FusedMultiplyAdd(gain, normalized, shift), ref Unsafe.Add(ref z.First, at));
            }
        }
    }

    /// <summary>
    /// ∂L/∂s = gain/√(variance + ε)·(δ − mean δ − x̂·mean δx̂), ∂L/∂gain = Σ δx̂, ∂L/∂shift = Σ δ.
    /// </summary>
    /// <param name="norm">The layer after <see cref="Train"/> of the same batch.</param>
    /// <param name="deltas">δ = ∂L/∂z: rows × units.</param>
    /// <param name="gains">One row.</param>
    /// <param name="back">∂L/∂s: rows × units.</param>
    /// <param name="rows">B.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Back(Normalization norm, Matrix deltas, Matrix gains, Matrix back, int rows)
    {
        for (var column = 0; column < deltas.Stride; column += T.Count)
        {
            var (gainSum, shiftSum) = (T.Of(0), T.Of(0));
            for (var (row, at) = (0, column); row < rows; row++, at += deltas.Stride)
            {
                var delta = T.Load(ref Unsafe.Add(ref deltas.First, at));
                gainSum = T.FusedMultiplyAdd(delta, T.Load(ref Unsafe.Add(ref norm.Normalized.First, at)), gainSum);
                shiftSum += delta;
            }

            T.Store(gainSum, ref Unsafe.Add(ref norm.Sums.First, column));
            T.Store(shiftSum, ref Unsafe.Add(ref norm.Sums.First, norm.Sums.Stride + column));
            var (gainMean, shiftMean) = (gainSum / T.Of(rows), shiftSum / T.Of(rows));
            var scale = T.Load(ref Unsafe.Add(ref gains.First, column)) * T.Load(ref Unsafe.Add(ref norm.InverseDeviations.First, column));
            for (var (row, at) = (0, column); row < rows; row++, at += deltas.Stride)
            {
                var normalized = T.Load(ref Unsafe.Add(ref norm.Normalized.First, at));
                var rest = T.FusedMultiplyAdd(-normalized, gainMean, T.Load(ref Unsafe.Add(ref deltas.First, at)) - shiftMean);
                T.Store(scale * rest, ref Unsafe.Add(ref back.First, at));
            }
        }
    }

    /// <summary>∂f/∂s with the batch's statistics held: gain/√(variance + ε)·δ.</summary>
    public static void BackHeld(Normalization norm, Matrix deltas, Matrix gains, Matrix back, int rows)
    {
        for (var column = 0; column < deltas.Stride; column += T.Count)
        {
            var scale = T.Load(ref Unsafe.Add(ref gains.First, column)) * T.Load(ref Unsafe.Add(ref norm.InverseDeviations.First, column));
            for (var (row, at) = (0, column); row < rows; row++, at += deltas.Stride)
            {
                T.Store(scale * T.Load(ref Unsafe.Add(ref deltas.First, at)), ref Unsafe.Add(ref back.First, at));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Follow(T value, ref float running)
    {
        var old = T.Load(ref running);
        T.Store(T.FusedMultiplyAdd(T.Of(Normalization.RunningShare), value - old, old), ref running);
    }
}
