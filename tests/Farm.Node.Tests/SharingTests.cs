namespace Farm.Node.Tests;

/// <summary>Ledgers share a node fairly.</summary>
public sealed class SharingTests
{
    private readonly NodeOnPaper node = new(slots: 1);

    [Fact]
    public void Ledgers_take_turns_and_within_one_the_oldest_order_comes_first()
    {
        node.Take(1, 2, 3, 4);
        foreach (var number in new[] { 11, 12 })
        {
            node.Take(Orders.Order(number) with { Ledger = NodeOnPaper.OtherLedger });
        }

        Assert.Equal([1L, 2, 11, 3, 12, 4], EndAll());
    }

    [Fact]
    public void A_ledger_that_comes_late_gets_every_other_turn_from_then_on()
    {
        node.Take(Enumerable.Range(1, 100));
        for (var i = 0; i < 10; i++)
        {
            node.Take(Orders.Order(1000 + i) with { Ledger = NodeOnPaper.OtherLedger });
        }

        var order = EndAll();
        Assert.Equal(10, order.Take(22).Count(n => n >= 1000));
    }

    [Fact]
    public void A_node_without_orders_of_one_ledger_serves_the_other_alone()
    {
        node.Take(Orders.Order(1) with { Ledger = NodeOnPaper.OtherLedger });
        node.Take(2, 3);

        Assert.Equal([1L, 2, 3], EndAll());
    }

    private List<long> EndAll()
    {
        var ended = new List<long>();
        while (node.Effects.OfType<StartShard>().LastOrDefault() is { } last && !ended.Contains(last.Order.Shard.Number))
        {
            ended.Add(last.Order.Shard.Number);
            node.End(0, last.Order);
        }

        return ended;
    }
}
