using System.Diagnostics;
using System.Globalization;

namespace Farm.EndToEnd.Tests.Storms;

/// <summary>Strikes a farm at random while it works, and mends what it struck.</summary>
/// <param name="place">Where the farm's coordinator works.</param>
/// <param name="processes">All processes of the farm, started.</param>
/// <param name="targets">What is struck.</param>
/// <param name="random">Where all chances come from.</param>
/// <param name="say">Hears what happens.</param>
internal sealed class Storm(
    Workplace place, IReadOnlyList<StormPart> processes, IReadOnlyList<StormPart> targets, Random random, Action<string> say)
{
    /// <summary>No block for so long, with everything mended, and the farm hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly StormPart[] parts = [.. processes.Union(targets)];
    private readonly Stopwatch watch = Stopwatch.StartNew();

    /// <summary>Blows that hit the farm while it worked.</summary>
    public int Hits { get; private set; }

    /// <summary>Strikes so many times and waits until the sweep is complete.</summary>
    /// <param name="blows">How often.</param>
    /// <param name="allBlocks">Blocks of the sweep.</param>
    public async Task RageAsync(int blows, long allBlocks)
    {
        while (Hits < blows)
        {
            var left = allBlocks - place.Blocks();
            // Some growth before each blow, and never so much that the sweep ends before the last one.
            if (!await GrowAsync(1 + random.NextInt64(Math.Max(left / (blows - Hits + 1), 1))))
            {
                Say($"the sweep was complete after {Hits} of {blows} blows");
                break;
            }

            Strike();
        }

        await GrowAsync(long.MaxValue);
        Say($"the sweep is complete");
    }

    private void Strike()
    {
        var standing = targets.Where(p => p.IsUp).ToArray();
        if (standing.Length > 0)
        {
            var target = standing[random.Next(standing.Length)];
            Hits++;
            Say($"blow {Hits}: {target.Name} {target.Strike(random, watch.Elapsed)}");
        }
    }

    /// <summary>Waits until the ledger has grown by so many blocks.</summary>
    /// <returns>False when the sweep was complete before.</returns>
    private async Task<bool> GrowAsync(long blocks)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var (first, last, since) = (place.Blocks(), 0L, watch.Elapsed);
        while (!processes.Any(p => p.IsComplete))
        {
            foreach (var part in parts)
            {
                if (part.Mend(watch.Elapsed) is { } done)
                {
                    Say($"{part.Name} {done}");
                    since = watch.Elapsed;
                }
            }

            var now = place.Blocks();
            if (now - first >= blocks)
            {
                return true;
            }

            (last, since) = now > last ? (now, watch.Elapsed) : (last, since);
            if (watch.Elapsed - since > Patience)
            {
                throw new StormException($"Everything is mended, and the ledger has not grown for {Patience}.");
            }

            await timer.WaitForNextTickAsync();
        }

        return false;
    }

    private void Say(FormattableString what) => say(string.Create(
        CultureInfo.InvariantCulture,
        $"{watch.Elapsed.TotalSeconds,7:0.0} s {place.Blocks(),8} blocks: {FormattableString.Invariant(what)}"));
}
