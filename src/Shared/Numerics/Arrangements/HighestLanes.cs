using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Lanes' largest value of a draw so far, with what rounding may have done to it.</summary>
internal sealed class HighestLanes<T>
    where T : struct, IDoubleLanes<T>
{
    private readonly DoubleMemory places = Places();

    private T value, low, high;

    /// <summary>What lies above it need not be told apart.</summary>
    public double Limit { get; private set; }

    /// <summary>Whether some value is surely above the limit.</summary>
    public bool IsAboveLimit => T.BitsOfLess(T.Of(Limit), low) != 0;

    /// <summary>The first lanes of a row, and −∞ in the others, so that they are passed over.</summary>
    /// <param name="row">The row.</param>
    /// <param name="count">How many; all when there are fewer.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T First(T row, int count) =>
        T.IfLess(T.Load(ref places.First), T.Of(count), row, T.Of(double.NegativeInfinity));

    /// <summary>Starts a draw.</summary>
    public void Begin(double limit)
    {
        Limit = limit;
        value = T.Of(double.NegativeInfinity);
        (low, high) = (value, value);
    }

    /// <summary>What there is so far, for loops to hold: <see cref="Take"/>, then <see cref="Set"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (T Value, T Low, T High) Get() => (value, low, high);

    /// <summary>What there is after some values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(T newValue, T newLow, T newHigh) => (value, low, high) = (newValue, newLow, newHigh);

    /// <summary>Takes values and their bounds; those that are no numbers are passed over.</summary>
    /// <param name="at">Values; −∞ in lanes that have none.</param>
    /// <param name="size">Sizes of their terms.</param>
    /// <param name="best">Largest value so far.</param>
    /// <param name="least">The largest that one is at least.</param>
    /// <param name="most">The largest that one is at most.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Take(T at, T size, ref T best, ref T least, ref T most)
    {
        var error = T.Of(ISupremum.Tolerance) * size;
        var (below, above) = (at - error, at + error);
        best = T.IfLess(best, at, at, best);
        least = T.IfLess(least, below, below, least);
        most = T.IfLess(most, above, above, most);
    }

    /// <summary>What was found.</summary>
    /// <param name="isWhole">Whether every vertex was looked at.</param>
    public Supremum End(bool isWhole) => new(Largest(value), Largest(low), Largest(high), isWhole);

    private static double Largest(T row)
    {
        Span<double> numbers = stackalloc double[8];
        T.Store(row, ref numbers[0]);
        var largest = double.NegativeInfinity;
        for (var lane = 0; lane < T.Count; lane++)
        {
            largest = Math.Max(largest, numbers[lane]);
        }

        return largest;
    }

    private static DoubleMemory Places()
    {
        var memory = new DoubleMemory(T.Count);
        for (var lane = 0; lane < T.Count; lane++)
        {
            memory.Span[lane] = lane;
        }

        return memory;
    }
}
