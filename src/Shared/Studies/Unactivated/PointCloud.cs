using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>Tries networks on inputs, an input a lane.</summary>
internal interface IPointCloud
{
    /// <summary>Whether the neuron is on, or at 0, for one of some inputs.</summary>
    /// <param name="network">The network.</param>
    /// <param name="points">Rows of <see cref="PointCloud.Points"/> inputs, a coordinate each.</param>
    /// <param name="count">How many of them count.</param>
    bool IsActive(LayeredNetwork network, ref double points, int count);
}

/// <summary>Makes clouds of a width.</summary>
internal static class PointCloud
{
    /// <summary>Inputs that are tried at once.</summary>
    public const int Points = 64;

    /// <summary>A cloud for networks of at most so many units a layer.</summary>
    public static IPointCloud Of(LaneWidth width, int units) => width switch
    {
        LaneWidth.Bits128 => new PointCloud<DoubleLanes128>(units),
        LaneWidth.Bits256 => new PointCloud<DoubleLanes256>(units),
        LaneWidth.Bits512 => new PointCloud<DoubleLanes512>(units),
        _ => throw new ArgumentOutOfRangeException(nameof(width), width, "No such SIMD width."),
    };
}

/// <inheritdoc/>
internal sealed class PointCloud<T>(int units) : IPointCloud
    where T : struct, IDoubleLanes<T>
{
    private readonly DoubleMemory first = new(units * T.Count);
    private readonly DoubleMemory second = new(units * T.Count);

    /// <inheritdoc/>
    public bool IsActive(LayeredNetwork network, ref double points, int count)
    {
        for (var point = 0; point < count; point += T.Count)
        {
            var lanes = count - point >= T.Count ? (1u << T.Count) - 1 : (1u << (count - point)) - 1;
            var active = T.BitsOfLessOrEqual(T.Of(0.0), Value(network, ref Unsafe.Add(ref points, point)));
            if ((active & lanes) != 0)
            {
                return true;
            }
        }

        return false;
    }

    private T Value(LayeredNetwork network, ref double points)
    {
        var (to, other) = (first, second);
        ref var from = ref points;
        var stride = PointCloud.Points;
        for (var layer = 0; layer < network.Layers - 1; layer++)
        {
            var offsets = network.Offsets[layer];
            for (var unit = 0; unit < offsets.Length; unit++)
            {
                var z = Sum(network.Weights[layer], unit, network.Widths[layer], offsets[unit], ref from, stride);
                T.Store(T.Positive(z), ref Unsafe.Add(ref to.First, unit * T.Count));
            }

            from = ref to.First;
            stride = T.Count;
            (to, other) = (other, to);
        }

        return Sum(network.Weights[^1], 0, network.Widths[^2], network.Offsets[^1][0], ref from, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Sum(double[] weights, int unit, int below, double offset, ref double from, int stride)
    {
        var z = T.Of(offset);
        ref var weight = ref weights[unit * below];
        for (var i = 0; i < below; i++)
        {
            z = T.FusedMultiplyAdd(T.Of(Unsafe.Add(ref weight, i)), T.Load(ref Unsafe.Add(ref from, i * stride)), z);
        }

        return z;
    }
}
