using System.Collections;

namespace Farm.Domain;

/// <summary>
/// A set of block indices of one cell, kept as sorted, disjoint, non-touching ranges, so that a hundred million
/// pending blocks cost what their gaps cost.
/// </summary>
public sealed class BlockSet : IEnumerable<BlockRange>
{
    private readonly List<BlockRange> ranges = [];

    /// <summary>An empty set.</summary>
    public BlockSet()
    {
    }

    /// <summary>The blocks of one range.</summary>
    public BlockSet(BlockRange range) => Add(range);

    /// <summary>Number of blocks in the set.</summary>
    public long Count { get; private set; }

    /// <summary>Whether the set holds nothing.</summary>
    public bool IsEmpty => ranges.Count == 0;

    /// <summary>Adds blocks; those already there change nothing.</summary>
    public void Add(BlockRange range)
    {
        if (range.Count <= 0)
        {
            return;
        }

        // All ranges that touch or overlap the new one melt into it.
        var from = FirstEndingAtOrAfter(range.First);
        var to = from;
        var (first, end) = (range.First, range.End);
        while (to < ranges.Count && ranges[to].First <= range.End)
        {
            first = Math.Min(first, ranges[to].First);
            end = Math.Max(end, ranges[to].End);
            Count -= ranges[to].Count;
            to++;
        }

        Replace(from, to, new BlockRange(first, end - first));
    }

    /// <summary>Removes blocks; those not there change nothing.</summary>
    public void Remove(BlockRange range)
    {
        if (range.Count <= 0)
        {
            return;
        }

        var from = FirstEndingAtOrAfter(range.First + 1);
        var to = from;
        BlockRange left = default, right = default;
        while (to < ranges.Count && ranges[to].First < range.End)
        {
            var hit = ranges[to];
            if (hit.First < range.First)
            {
                left = new BlockRange(hit.First, range.First - hit.First);
            }

            if (hit.End > range.End)
            {
                right = new BlockRange(range.End, hit.End - range.End);
            }

            Count -= hit.Count;
            to++;
        }

        Replace(from, to, left, right);
    }

    /// <summary>Whether a block is in the set.</summary>
    public bool Contains(long block)
    {
        var i = FirstEndingAtOrAfter(block + 1);
        return i < ranges.Count && ranges[i].First <= block;
    }

    /// <summary>Removes and returns the lowest run of at most <paramref name="most"/> blocks.</summary>
    /// <exception cref="InvalidOperationException">The set is empty.</exception>
    public BlockRange TakeFirst(long most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (IsEmpty)
        {
            throw new InvalidOperationException("The set is empty.");
        }

        var taken = new BlockRange(ranges[0].First, Math.Min(most, ranges[0].Count));
        Remove(taken);
        return taken;
    }

    /// <summary>Removes and returns the highest run of at most <paramref name="most"/> blocks.</summary>
    /// <exception cref="InvalidOperationException">The set is empty.</exception>
    public BlockRange TakeLast(long most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (IsEmpty)
        {
            throw new InvalidOperationException("The set is empty.");
        }

        var count = Math.Min(most, ranges[^1].Count);
        var taken = new BlockRange(ranges[^1].End - count, count);
        Remove(taken);
        return taken;
    }

    /// <summary>Those parts of the set that lie in a range, lowest first; the set may not change meanwhile.</summary>
    public IEnumerable<BlockRange> Within(BlockRange range)
    {
        for (var i = FirstEndingAtOrAfter(range.First + 1); i < ranges.Count && ranges[i].First < range.End; i++)
        {
            var first = Math.Max(ranges[i].First, range.First);
            yield return new BlockRange(first, Math.Min(ranges[i].End, range.End) - first);
        }
    }

    /// <summary>The ranges, lowest first.</summary>
    public IEnumerator<BlockRange> GetEnumerator() => ranges.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int FirstEndingAtOrAfter(long block)
    {
        var (low, high) = (0, ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ranges[middle].End < block)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void Replace(int from, int to, params ReadOnlySpan<BlockRange> with)
    {
        foreach (var range in with)
        {
            if (range.Count == 0)
            {
                continue;
            }

            Count += range.Count;
            if (from < to)
            {
                // In place, so that what follows need not move.
                ranges[from++] = range;
            }
            else
            {
                ranges.Insert(from++, range);
                to++;
            }
        }

        ranges.RemoveRange(from, to - from);
    }
}
