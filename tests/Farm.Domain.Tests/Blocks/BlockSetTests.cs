using FsCheck;
using FsCheck.Fluent;

namespace Farm.Domain.Tests.Blocks;

public sealed class BlockSetTests
{
    /// <summary>One change to a set: add, remove, or take from its start.</summary>
    private readonly record struct Change(int Kind, int First, int Count);

    [Fact]
    public void A_set_does_what_a_plain_set_does()
    {
        var change = from kind in Gen.Choose(0, 2) from first in Gen.Choose(0, 40) from count in Gen.Choose(-1, 12)
                     select new Change(kind, first, count);
        Prop.ForAll(change.ListOf().ToArbitrary(), changes =>
        {
            var (set, model) = (new BlockSet(), new SortedSet<long>());
            return changes.All(c => Apply(c, set, model) && Agree(set, model));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static bool Apply(Change change, BlockSet set, SortedSet<long> model)
    {
        var range = new BlockRange(change.First, change.Count);
        long[] blocks = [.. Enumerable.Range(change.First, Math.Max(0, change.Count)).Select(b => (long)b)];
        switch (change.Kind)
        {
            case 0:
                set.Add(range);
                model.UnionWith(blocks);
                return true;
            case 1:
                set.Remove(range);
                model.ExceptWith(blocks);
                return true;
            default:
                if (model.Count == 0)
                {
                    return set.IsEmpty;
                }

                var taken = set.TakeFirst(Math.Max(1, change.Count));
                long[] expected = [.. model.TakeWhile((b, i) => b == model.Min + i).Take(Math.Max(1, change.Count))];
                model.ExceptWith(expected);
                return taken == new BlockRange(expected[0], expected.Length);
        }
    }

    private static bool Agree(BlockSet set, SortedSet<long> model)
    {
        BlockRange[] ranges = [.. set];
        return set.Count == model.Count
            && set.IsEmpty == (model.Count == 0)
            && ranges.SelectMany(r => Enumerable.Range((int)r.First, (int)r.Count)).Select(b => (long)b).SequenceEqual(model)
            && ranges.Zip(ranges.Skip(1)).All(pair => pair.First.End < pair.Second.First)
            && Enumerable.Range(-1, 60).All(b => set.Contains(b) == model.Contains(b));
    }

    [Fact]
    public void Taking_from_an_empty_set_is_misuse()
    {
        Assert.Throws<InvalidOperationException>(() => new BlockSet().TakeFirst(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BlockSet(new BlockRange(0, 1)).TakeFirst(0));
    }

    [Fact]
    public void Touching_ranges_melt() =>
        Assert.Equal([new BlockRange(0, 6)], Filled((0, 2), (4, 2), (2, 2)));

    [Fact]
    public void A_hundred_million_blocks_are_one_range()
    {
        var set = new BlockSet(new BlockRange(0, 100_000_000));
        set.Remove(new BlockRange(50_000_000, 1));
        Assert.Equal(99_999_999, set.Count);
        Assert.Equal([new BlockRange(0, 50_000_000), new BlockRange(50_000_001, 49_999_999)], set);
    }

    private static BlockSet Filled(params (long First, long Count)[] ranges)
    {
        var set = new BlockSet();
        foreach (var (first, count) in ranges)
        {
            set.Add(new BlockRange(first, count));
        }

        return set;
    }
}
