namespace Farm.Testing;

/// <summary>What code allocates.</summary>
public static class Allocations
{
    private const int Runs = 4;

    /// <summary>
    /// Bytes that an action allocates on this thread each time: the fewest of several runs, since what the runtime allocates
    /// for itself, such as at a method's first call, falls into any one of them.
    /// </summary>
    public static long Of(Action action)
    {
        var fewest = long.MaxValue;
        for (var run = 0; run < Runs; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }
}
