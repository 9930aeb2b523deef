using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Planning;

/// <summary>How many of a sweep's stored blocks a second host has computed with the same digest.</summary>
/// <param name="Confirmed">Those.</param>
/// <param name="Stored">All that are stored, of the study's present revision.</param>
public readonly record struct Confirmations(long Confirmed, long Stored)
{
    /// <summary>Counts them.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="sweep">The sweep; blocks beyond its trials do not count.</param>
    /// <param name="cells">The cells that count.</param>
    /// <param name="revision">The study's revision.</param>
    public static Confirmations Of(ILedgerReader ledger, Sweep sweep, IEnumerable<Cell> cells, int revision)
    {
        var (confirmed, stored) = (0L, 0L);
        foreach (var cell in cells)
        {
            var blocks = sweep.LayoutOf(cell).Blocks;
            var there = ledger.Extents(cell, sweep.Seed, sweep.BlockSize)
                .LongCount(e => e.Revision == revision && e.Block < blocks);
            var unconfirmed = ledger.Unconfirmed(cell, sweep.Seed, sweep.BlockSize, revision)
                .SelectMany(h => h.Blocks).Sum(r => Math.Max(0, Math.Min(r.End, blocks) - r.First));
            stored += there;
            confirmed += there - unconfirmed;
        }

        return new Confirmations(confirmed, stored);
    }
}
