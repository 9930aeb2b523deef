namespace Farm.Node.Tests;

/// <summary>How many orders a node holds: two a slot, or 200 ms of work where that is more.</summary>
public sealed class PrefetchTests
{
    private readonly NodeOnPaper node = new();
    private int next;

    [Fact]
    public void It_begins_with_two_a_slot() => Assert.Equal(4, node.Options.FirstPrefetch(slots: 2));

    [Fact]
    public void Shards_of_a_hundred_milliseconds_change_nothing()
    {
        Compute(shards: 20, milliseconds: 100);
        Assert.Empty(Changes());
    }

    [Fact]
    public void Short_shards_raise_it_at_once_to_200_milliseconds_of_work()
    {
        Compute(shards: 1, milliseconds: 2);
        Assert.Equal([200], Changes());
    }

    [Fact]
    public void It_never_passes_a_thousand_and_twenty_four()
    {
        Compute(shards: 1, milliseconds: 0.01);
        Assert.Equal([1024], Changes());
    }

    [Fact]
    public void Long_shards_lower_it_to_two_a_slot_no_sooner_than_a_second_later()
    {
        Compute(shards: 1, milliseconds: 2);
        Compute(shards: 60, milliseconds: 5_000);
        Assert.Equal([200], Changes());

        node.Wait(node.Options.PrefetchInterval);
        Assert.Equal([200, 4], Changes());
    }

    [Fact]
    public void A_change_of_less_than_a_third_is_none()
    {
        Compute(shards: 1, milliseconds: 2);
        Compute(shards: 200, milliseconds: 2.4);
        node.Wait(node.Options.PrefetchInterval);

        Assert.Equal([200], Changes());
    }

    [Fact]
    public void A_node_of_very_many_slots_holds_one_for_each() =>
        Assert.Equal(2_000, node.Options.FirstPrefetch(slots: 2_000));

    private IEnumerable<int> Changes() => node.Effects.OfType<ChangePrefetch>().Select(c => c.Orders);

    private void Compute(int shards, double milliseconds)
    {
        for (var i = 0; i < shards; i++)
        {
            node.Take(++next);
            node.End(0, next, TimeSpan.FromMilliseconds(milliseconds));
            node.TakeReports();
            node.Effects.RemoveAll(e => e is not ChangePrefetch);
        }
    }
}
