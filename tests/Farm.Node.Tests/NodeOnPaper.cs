using Farm.Domain;

namespace Farm.Node.Tests;

/// <summary>A node's step with two slots, a clock that only the test moves, and all that the step wanted done.</summary>
internal sealed class NodeOnPaper
{
    public static readonly Guid Ledger = Guid.Empty;
    public static readonly Guid OtherLedger = new("99999999-0000-0000-0000-000000000000");

    private readonly NodeHello hello;

    public NodeOnPaper(int slots = 2, NodeOptions? options = null)
    {
        Options = options ?? new NodeOptions();
        hello = Orders.Hello(slots);
        Step = new NodeStep(hello, Options);
        Tell(new NodeTick());
    }

    public NodeOptions Options { get; }

    public NodeStep Step { get; }

    public List<NodeEffect> Effects { get; } = [];

    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IEnumerable<(int Slot, long Shard)> Started =>
        Effects.OfType<StartShard>().Select(s => (s.Slot, s.Order.Shard.Number));

    public IEnumerable<(long Shard, bool Alone)> Announced =>
        Effects.OfType<AnnounceStart>().Select(a => (a.Started.Shard.Number, a.Started.Alone));

    public IEnumerable<(long Shard, FailureKind? Failure)> Reported =>
        Effects.OfType<SendReport>().Select(s => (s.Report.Order.Shard.Number, s.Report.Failure?.Kind));

    public IEnumerable<T> Events<T>()
        where T : NodeEvent => Effects.OfType<TellNodeEvent>().Select(t => t.Event).OfType<T>();

    public void Tell(NodeMessage message) => Step.Step(message, Now, Effects);

    /// <summary>Lets time pass, with a tick at every time that the step asks for.</summary>
    public void Wait(TimeSpan time)
    {
        var end = Now + time;
        while (Step.NextDue is { } due && due <= end)
        {
            Now = due > Now ? due : Now;
            Tell(new NodeTick());
        }

        Now = end;
    }

    public void Take(params IEnumerable<int> numbers)
    {
        foreach (var number in numbers)
        {
            Take(Orders.Order(number));
        }
    }

    public void Take(ShardOrder order, int delivery = 1) =>
        Tell(new OrderArrived(new DeliveryTag(order.Shard.Number), order, delivery));

    public void End(int slot, long number, TimeSpan? elapsed = null) => End(slot, Orders.Order(number), elapsed);

    public void End(int slot, ShardOrder order, TimeSpan? elapsed = null, FailureKind? failure = null) => Tell(new ShardDone(
        slot,
        new ShardReport(
            order,
            hello.Worker(slot),
            [],
            failure is { } kind ? new ShardFailure(kind, null, null, "It failed.", "") : null,
            elapsed ?? TimeSpan.FromMilliseconds(100))));

    public void TakeReports()
    {
        foreach (var sent in Effects.OfType<SendReport>().ToArray())
        {
            Tell(new ReportTaken(sent.Number));
        }
    }

    public void Judge(Guid ledger, NodeVerdict verdict, string reason = "") =>
        Tell(new CoordinatorJudged(ledger, new NodeJudgement(verdict, reason)));
}
