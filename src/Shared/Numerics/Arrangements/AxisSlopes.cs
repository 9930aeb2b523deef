using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>
/// Slopes of Σ v_j relu(W_j·x) both ways along the axes: any direction whose slope is above 0 shows that there is no upper
/// bound, and along an axis W_j·x is a weight, so that nothing has to be eliminated. Most draws end here.
/// </summary>
/// <remarks>Sums run over eight parts: <see cref="EightParts"/>.</remarks>
/// <param name="draw">The draw.</param>
internal sealed class AxisSlopes<T>(NeuronDraw draw)
    where T : struct, IDoubleLanes<T>
{
    private const int Parts = 8;

    private readonly DoubleMemory sums = new(3 * Parts);

    /// <summary>Whether some slope is above 0, beyond rounding.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool HaveOneAbove0()
    {
        ref var row = ref draw.First;
        for (var axis = 0; axis < draw.Inputs; axis++)
        {
            for (var part = 0; part < Parts; part += T.Count)
            {
                var (up, all, size) = (T.Of(0.0), T.Of(0.0), T.Of(0.0));
                for (var j = part; j < draw.Length; j += Parts)
                {
                    var (w, v) = (T.Load(ref Unsafe.Add(ref row, j)), T.Load(ref Unsafe.Add(ref draw.FirstOuter, j)));
                    up = T.FusedMultiplyAdd(v, T.Positive(w), up);
                    var term = v * w;
                    all = all + term;
                    size = size + T.Abs(term);
                }

                T.Store(up, ref Unsafe.Add(ref sums.First, part));
                T.Store(all, ref Unsafe.Add(ref sums.First, Parts + part));
                T.Store(size, ref Unsafe.Add(ref sums.First, 2 * Parts + part));
            }

            // The other way, units are on whose weight is below 0.
            ref var first = ref sums.First;
            var (upward, whole) = (EightParts.Sum(ref first), EightParts.Sum(ref Unsafe.Add(ref first, Parts)));
            var band = ISupremum.Tolerance * EightParts.Sum(ref Unsafe.Add(ref first, 2 * Parts));
            if (upward > band || upward - whole > band)
            {
                return true;
            }

            row = ref Unsafe.Add(ref row, draw.Stride);
        }

        return false;
    }
}
