using Farm.Domain;
using Farm.Transport.Wire;

namespace Farm.Transport.Tests.Wire;

/// <summary>Random messages that can be: every bound is met now and then.</summary>
internal sealed class WireSamples(int seed)
{
    private const string NameAlphabet = "abc XYZ-09_./\\\"'<>&+é语";
    private readonly Random random = new(seed);

    public ShardOrder Order() => Order(Flip() ? Slice(withState: true) : null);

    /// <summary>An order of a slice, when there is one; its state is left out where it is only named.</summary>
    private ShardOrder Order(SliceOrder? slice)
    {
        var layout = new BlockLayout(
            Pick(1, 64, 1_024, WireLimits.BlockTrials),
            random.NextInt64(1, Pick(2L, 5_000, WireLimits.CellTrials + 1)));
        var first = random.NextInt64(layout.Blocks);
        var count = slice is null ? random.NextInt64(1, Math.Min(WireLimits.ShardBlocks, layout.Blocks - first) + 1) : 1;
        return new ShardOrder(
            Shard(),
            Name(),
            Id(),
            random.Next(),
            random.Next(),
            Cell(),
            (ulong)random.NextInt64(long.MinValue, long.MaxValue),
            layout,
            new BlockRange(first, count),
            Pick(Keep.Sums, Keep.Flags, Keep.All),
            random.Next(layout.BlockSize),
            Flip(),
            slice);
    }

    public ShardReport Report()
    {
        var slice = Flip() ? Slice(withState: false) : null;
        return new(
            Order(slice),
            Worker(),
            Some(5, _ => Result()),
            Flip() ? Failure() : null,
            Elapsed(),
            slice is not null && Flip() ? SliceResult() : null);
    }

    public SliceOrder Slice(bool withState)
    {
        var first = Pick(0, random.NextInt64(1, WireLimits.Steps));
        return new SliceOrder(
            first, random.NextInt64(1, WireLimits.Steps - first + 1), first == 0 ? [] : Bytes(SliceDigest.Length))
        {
            State = withState && first > 0 ? Bytes(TrialState.HeaderBytes + random.Next(1, 500)) : [],
        };
    }

    private SliceResult SliceResult() => new(
        random.NextInt64(1, WireLimits.Steps + 1),
        Flip() ? [] : Bytes(random.Next(500)),
        Bytes(SliceDigest.Length),
        Bytes(random.Next(300)));

    public BlockResult Result() => new(
        random.NextInt64(WireLimits.CellTrials),
        random.Next(1, WireLimits.BlockTrials + 1),
        Bytes(BlockDigest.Length),
        Bytes(random.Next(300)),
        Bytes(random.Next(600)),
        Elapsed(),
        Flip() ? Bytes(BlockDigest.Length) : null);

    public NodeNotice Notice() => random.Next(4) switch
    {
        0 => new HelloNotice(Hello(), random.Next(1, WireLimits.Prefetch + 1)),
        1 => new GoodbyeNotice(Node()),
        2 => new StatusNotice(Status()),
        _ => new WarningNotice(Warning()),
    };

    public StartNotice Start() => new(Id(), Some(5, _ => new ShardStarted(Shard(), Worker(), Flip())));

    public NodeCall Call() =>
        Flip() ? new RollCall(Id()) : new JudgementCall(Id(), new NodeJudgement(Verdict(), Text()));

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private NodeHello Hello() => new(
        Node(),
        Name(),
        Name(),
        random.Next(1, WireLimits.Slots + 1),
        Pick(Capabilities.Cpu, Capabilities.Gpu),
        Name(),
        Name(),
        Name(),
        Some(4, _ => new StudyVersion(Name(), random.Next(), random.Next())));

    private NodeStatus Status() => new(
        Node(),
        Some(4, slot => new RunningShard(slot, Id(), Shard(), Name(), Name(), Elapsed())),
        random.Next(),
        random.NextInt64(),
        random.NextInt64(),
        random.NextInt64(),
        random.NextDouble() * Pick(0, 1, 1e300),
        Flip());

    private NodeWarning Warning() => new(
        Node(),
        new DateTimeOffset(
            random.NextInt64(TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks / 2), TimeSpan.FromHours(Pick(0, -3, 12))),
        Flip(),
        Name(),
        Text(),
        Flip() ? Id() : null,
        Flip() ? Shard() : null,
        random.NextInt64());

    private ShardFailure Failure() => new(
        Pick(FailureKind.TrialThrew, FailureKind.WorkerDied, FailureKind.Refused, FailureKind.HandedBack),
        Flip() ? random.NextInt64(WireLimits.CellTrials) : null,
        Flip() ? random.NextInt64(WireLimits.CellTrials) : null,
        Text(),
        Text() + "\n\tat " + Text());

    private WorkerName Worker() => new(Node(), Name(), random.Next(WireLimits.Slots), Name(), Name(), Name());

    private ShardId Shard() => new(random.NextInt64(), Pick(0, long.MaxValue, random.NextInt64()));

    private NodeVerdict Verdict() => Pick(NodeVerdict.Serves, NodeVerdict.Refused, NodeVerdict.Quarantined);

    private Guid Id() => new(Bytes(16));

    private TimeSpan Elapsed() => TimeSpan.FromTicks(random.NextInt64(WireLimits.ElapsedTicks + 1));

    private Cell Cell() => Domain.Cell.Create(
        Pick("xor", "study", "größe"), Some(6, i => KeyValuePair.Create($"p{i}", Flip() ? Number() : Word())));

    private Value Number() => Value.Of(random.NextDouble() * Pick(1e-9, 1, 1e22));

    private Value Word() => Value.Of(Pick("relu-pair", "a+b", "<&>", "é"));

    private string Name() => Characters(Pick(1, 7, WireLimits.NameCharacters), NameAlphabet);

    private string Node() => Characters(Pick(1, 7, WireLimits.NodeBytes / 3), NameAlphabet);

    private string Text() => Characters(Pick(0, 20, WireLimits.TextCharacters / 2), "abc XYZ 09;\"\\/é语😀");

    private string Characters(int length, string alphabet)
    {
        var runes = alphabet.EnumerateRunes().ToArray();
        return string.Concat(Enumerable.Range(0, length).Select(_ => Pick(runes).ToString()));
    }

    private T[] Some<T>(int fewerThan, Func<int, T> one) =>
        [.. Enumerable.Range(0, random.Next(fewerThan)).Select(one)];

    private T Pick<T>(params T[] values) => values[random.Next(values.Length)];

    private bool Flip() => random.Next(2) == 0;
}
