using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Losses of a batch and their gradients by the outputs.</summary>
internal static class LossKernels<T>
    where T : struct, ILanes<T>
{
    /// <summary>Sum over samples and outputs of (f − y)², in float64 in the order of the rows; δ = (2/B)(f − y).</summary>
    /// <param name="outputs">f: rows × outputs.</param>
    /// <param name="targets">y: rows × outputs.</param>
    /// <param name="deltas">δ: rows × outputs.</param>
    /// <param name="rows">B.</param>
    public static double SquaredError(Matrix outputs, Matrix targets, Matrix deltas, int rows)
    {
        var (sum, scale) = (0.0, 2f / rows);
        for (var row = 0; row < rows; row++)
        {
            var f = outputs.Row(row);
            var y = targets.Row(row);
            var delta = deltas.Row(row);
            for (var k = 0; k < f.Length; k++)
            {
                var error = f[k] - y[k];
                sum = Math.FusedMultiplyAdd(error, error, sum);
                delta[k] = scale * error;
            }
        }

        return sum;
    }

    /// <summary>Sum over samples of −ln p_class, in float64 in the order of the rows; δ = (p − 1{class})/B.</summary>
    /// <param name="outputs">f: rows × outputs.</param>
    /// <param name="classes">A class a row.</param>
    /// <param name="probabilities">p: rows × outputs.</param>
    /// <param name="deltas">δ: rows × outputs.</param>
    /// <param name="scratch">One row of at least <paramref name="rows"/> numbers.</param>
    /// <param name="rows">B.</param>
    public static double CrossEntropy(
        Matrix outputs, ReadOnlySpan<int> classes, Matrix probabilities, Matrix deltas, Matrix scratch, int rows)
    {
        var sums = scratch.Padded;
        sums.Fill(1);
        for (var row = 0; row < rows; row++)
        {
            sums[row] = Softmax(outputs, probabilities, row);
        }

        for (var at = 0; at < sums.Length; at += T.Count)
        {
            T.Store(LogOfUnit.Of(T.Load(ref sums[at])), ref sums[at]);
        }

        var (loss, scale) = (0.0, 1f / rows);
        for (var row = 0; row < rows; row++)
        {
            var f = outputs.Row(row);
            var p = probabilities.Row(row);
            var delta = deltas.Row(row);
            loss += (double)sums[row] + Largest(f) - f[classes[row]];
            for (var k = 0; k < p.Length; k++)
            {
                delta[k] = scale * (p[k] - (k == classes[row] ? 1 : 0));
            }
        }

        return loss;
    }

    /// <summary>Index of the largest output, the first of equals.</summary>
    public static int Predicted(ReadOnlySpan<float> outputs)
    {
        var best = 0;
        for (var k = 1; k < outputs.Length; k++)
        {
            best = outputs[k] > outputs[best] ? k : best;
        }

        return best;
    }

    /// <summary>p of a row; what it returns is Σ e^(f − max f), summed in the order of the outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Softmax(Matrix outputs, Matrix probabilities, int row)
    {
        var most = T.Of(Largest(outputs.Row(row)));
        for (var at = row * outputs.Stride; at < (row + 1) * outputs.Stride; at += T.Count)
        {
            T.Store(
                ExpOf.NotAboveZero(T.Load(ref Unsafe.Add(ref outputs.First, at)) - most),
                ref Unsafe.Add(ref probabilities.First, at));
        }

        var p = probabilities.Row(row);
        var sum = 0f;
        foreach (var e in p)
        {
            sum += e;
        }

        foreach (ref var e in p)
        {
            e /= sum;
        }

        // What fills up the row is not the exponential of an output.
        probabilities.Padded.Slice(row * probabilities.Stride + p.Length, probabilities.Stride - p.Length).Clear();
        return sum;
    }

    private static float Largest(ReadOnlySpan<float> outputs)
    {
        var most = outputs[0];
        foreach (var f in outputs)
        {
            most = f > most || float.IsNaN(f) ? f : most;
        }

        return most;
    }
}
