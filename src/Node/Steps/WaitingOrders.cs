using System.Diagnostics.CodeAnalysis;

namespace Farm.Node.Steps;

/// <summary>
/// Orders that wait for a slot: ledgers take turns, so that a sweep of many short shards does not keep the others
/// waiting; within a ledger the oldest comes first.
/// </summary>
internal sealed class WaitingOrders
{
    private readonly Dictionary<Guid, Queue<HeldOrder>> ledgers = [];

    /// <summary>Each ledger that has orders here, once.</summary>
    private readonly Queue<Guid> turns = new();

    public int Count { get; private set; }

    public void Add(HeldOrder order)
    {
        if (!ledgers.TryGetValue(order.Order.Ledger, out var orders))
        {
            ledgers.Add(order.Order.Ledger, orders = new Queue<HeldOrder>());
            turns.Enqueue(order.Order.Ledger);
        }

        orders.Enqueue(order);
        Count++;
    }

    /// <summary>The order whose turn it is; it stays.</summary>
    public bool TryPeek([MaybeNullWhen(false)] out HeldOrder order)
    {
        order = turns.TryPeek(out var ledger) ? ledgers[ledger].Peek() : null;
        return order is not null;
    }

    /// <summary>Takes the order whose turn it is.</summary>
    public bool TryTake([MaybeNullWhen(false)] out HeldOrder order)
    {
        if (!turns.TryDequeue(out var ledger))
        {
            order = null;
            return false;
        }

        var orders = ledgers[ledger];
        order = orders.Dequeue();
        Count--;
        if (orders.Count > 0)
        {
            turns.Enqueue(ledger);
        }
        else
        {
            ledgers.Remove(ledger);
        }

        return true;
    }

    /// <summary>Takes all orders of one ledger, oldest first.</summary>
    public IReadOnlyCollection<HeldOrder> TakeAll(Guid ledger)
    {
        if (!ledgers.Remove(ledger, out var orders))
        {
            return [];
        }

        Count -= orders.Count;
        for (var i = turns.Count; i > 0; i--)
        {
            if (turns.Dequeue() is var turn && turn != ledger)
            {
                turns.Enqueue(turn);
            }
        }

        return orders;
    }
}
