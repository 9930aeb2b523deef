using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Sorts the breakpoints of one line, each with what the slope rises by there.</summary>
/// <remarks>
/// Times go to buckets by a monotonic function in which they are spread nearly evenly, and an insertion sort over all of them
/// does the rest; equal times stay in the order of their units.
/// </remarks>
internal sealed class BreakpointSort<T>(int capacity)
    where T : struct, IDoubleLanes<T>
{
    private const int Lanes = 8;
    private const int FewestForBuckets = 32;

    private readonly double[] keys = new double[capacity + Lanes];
    private readonly double[] values = new double[capacity + Lanes];
    private readonly double[] places = new double[capacity + Lanes];
    private readonly double[] times = new double[capacity];
    private readonly double[] rises = new double[capacity];
    private readonly int[] starts = new int[capacity + 1];

    /// <summary>Times in order, once sorted.</summary>
    public ReadOnlySpan<double> Times => times;

    /// <summary>Their rises.</summary>
    public ReadOnlySpan<double> Rises => rises;

    /// <summary>Sets points to be sorted, a unit a lane.</summary>
    /// <param name="unit">The first.</param>
    /// <param name="time">Where they lie.</param>
    /// <param name="rise">What the slope rises by.</param>
    /// <param name="place">A function that does not fall with the time, from 0 to the number of points.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int unit, T time, T rise, T place)
    {
        T.Store(time, ref keys[unit]);
        T.Store(rise, ref values[unit]);
        T.Store(place, ref places[unit]);
    }

    /// <summary>Sorts all points.</summary>
    public void Sort()
    {
        if (capacity >= FewestForBuckets)
        {
            Scatter();
        }
        else
        {
            keys.AsSpan(0, capacity).CopyTo(times);
            values.AsSpan(0, capacity).CopyTo(rises);
        }

        for (var i = 1; i < times.Length; i++)
        {
            var (time, rise, at) = (times[i], rises[i], i);
            for (; at > 0 && times[at - 1] > time; at--)
            {
                (times[at], rises[at]) = (times[at - 1], rises[at - 1]);
            }

            (times[at], rises[at]) = (time, rise);
        }
    }

    private void Scatter()
    {
        Array.Clear(starts);
        for (var i = 0; i < capacity; i++)
        {
            starts[Bucket(i) + 1]++;
        }

        for (var i = 0; i < capacity; i++)
        {
            starts[i + 1] += starts[i];
        }

        for (var i = 0; i < capacity; i++)
        {
            var at = starts[Bucket(i)]++;
            (times[at], rises[at]) = (keys[i], values[i]);
        }
    }

    private int Bucket(int point) => Math.Min((int)places[point], capacity - 1);
}
