using System.Globalization;

namespace Farm.EndToEnd.Tests.Storms;

/// <summary>
/// A farm that loses its node <c>node1</c>, and when the others had computed what it held, by the log's own times.
/// </summary>
/// <param name="place">Where the farm's coordinator works.</param>
internal sealed class Loss(Workplace place)
{
    private const int BlockSize = 16;

    /// <summary>Longer than anything that is measured here.</summary>
    private const int Trials = 200_000;

    /// <summary>Long after all that the other nodes held at that moment is done.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    /// <summary>Writes the sweep of such a farm and gives its path.</summary>
    public static string WriteSweep(Workplace place) => LongSweep.Write(place, Trials, BlockSize);

    /// <summary>Waits until <c>node1</c> and others are at work.</summary>
    public Task AtWorkAsync() =>
        FarmLog.UntilAsync(place, log => Done(log).Skip(4).Any() && DoneElsewhere(log).Skip(4).Any());

    /// <summary>What a killed process held.</summary>
    /// <param name="freeze">Freezes it, for a moment: what the others pass by is what it holds when it is killed.</param>
    /// <param name="kill">Kills it.</param>
    public async Task<LostShards> OfDeathAsync(Action freeze, Action kill)
    {
        freeze();
        var held = await StragglersAsync(DateTimeOffset.UtcNow);
        var killedAt = DateTimeOffset.UtcNow;
        kill();
        return await DoneElsewhereAsync(held, killedAt);
    }

    /// <summary>What a node held that is silent from now on, and may or may not be dead.</summary>
    /// <param name="silence">Freezes it, or cuts it off.</param>
    public async Task<LostShards> OfSilenceAsync(Action silence)
    {
        var since = DateTimeOffset.UtcNow;
        silence();
        return await DoneElsewhereAsync(await StragglersAsync(since), since);
    }

    /// <summary>Waits until <c>node1</c> has done something after a time.</summary>
    public Task IsBackAsync(DateTimeOffset since) => FarmLog.UntilAsync(place, log => Done(log).Any(e => e.At > since));

    /// <summary>Shards that were ordered before others which are done, and are not done themselves.</summary>
    private async Task<IReadOnlySet<string>> StragglersAsync(DateTimeOffset from)
    {
        // What is gone may hold all that was ordered: then the others do nothing until it is missed.
        var log = await FarmLog.UntilAsync(
            place,
            log => DoneElsewhere(log).Any(e => e.At > from + Settled) || DateTimeOffset.UtcNow > from + (2 * Settled));
        var done = log.Named("ShardDone").Select(e => e.Text("shard")).ToHashSet();
        var epoch = done.Select(EpochOf).Distinct().Single();
        var held = Enumerable.Range(1, done.Max(NumberOf)).Select(n => FormattableString.Invariant($"{epoch}-{n}")).Except(done);
        Assert.NotEmpty(held);
        return held.ToHashSet();
    }

    private async Task<LostShards> DoneElsewhereAsync(IReadOnlySet<string> held, DateTimeOffset since)
    {
        var log = await FarmLog.UntilAsync(
            place, log => held.IsSubsetOf(DoneElsewhere(log).Select(e => e.Text("shard"))));
        return new LostShards(held.Count, DoneElsewhere(log).Where(e => held.Contains(e.Text("shard"))).Max(e => e.At) - since);
    }

    private static IEnumerable<LoggedEvent> Done(FarmLog log) => log.Named("ShardDone").Where(IsOfLost);

    private static IEnumerable<LoggedEvent> DoneElsewhere(FarmLog log) => log.Named("ShardDone").Where(e => !IsOfLost(e));

    private static bool IsOfLost(LoggedEvent done) => done.Text("node").StartsWith("node1", StringComparison.Ordinal);

    private static string EpochOf(string shard) => shard[..shard.IndexOf('-', StringComparison.Ordinal)];

    private static int NumberOf(string shard) =>
        int.Parse(shard.AsSpan(shard.IndexOf('-', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
}

/// <summary>What a lost node held.</summary>
/// <param name="Count">How many shards.</param>
/// <param name="DoneAfter">How long after its loss the last of them was computed elsewhere.</param>
internal readonly record struct LostShards(int Count, TimeSpan DoneAfter);
