using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Statistics;

/// <summary>What the ledger keeps of single trials.</summary>
internal static class KeptTrials
{
    /// <summary>Runs over a cell's blocks of the study's present revision.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="sweep">One of its sweeps.</param>
    /// <param name="study">The sweep's study.</param>
    /// <param name="cell">The cell.</param>
    /// <returns>
    /// Each block with its columns, which are valid until the next ones are asked for; what the block did not keep has no
    /// meaning in them.
    /// </returns>
    /// <exception cref="LedgerException">The kept trials cannot be read.</exception>
    public static IEnumerable<(StoredBlock Block, TrialColumns Columns)> Read(
        ILedgerReader ledger, Sweep sweep, StudyDescription study, Cell cell)
    {
        var blocks = sweep.LayoutOf(cell).Blocks;
        TrialColumns? columns = null;
        var version = 0;
        foreach (var block in ledger.Blocks(cell, sweep.Seed, sweep.BlockSize))
        {
            if (block.Revision != study.Revision || block.Key.Block >= blocks)
            {
                continue;
            }

            if (columns is null || version != block.ColumnVersion)
            {
                version = block.ColumnVersion;
                columns = new TrialColumns(study.MeasurementsOf(cell, version), sweep.BlockSize);
            }

            Decode(block, ledger.Kept(block.Key, block.Revision), columns);
            yield return (block, columns);
        }
    }

    /// <summary>Brings what a block keeps into columns.</summary>
    /// <exception cref="LedgerException">It cannot be read.</exception>
    public static void Decode(StoredBlock block, byte[] kept, TrialColumns columns)
    {
        try
        {
            KeptCodec.Decode(kept, block.Keep, columns, block.Key.Block * block.Key.BlockSize, block.Trials);
        }
        catch (FormatException e)
        {
            var message = $"block {block.Key.Block} of cell {block.Key.Cell.Id}: its kept trials cannot be read; "
                + "'farm audit' lists all that is damaged.";
            throw new LedgerException(LedgerFault.Truncated, message, e);
        }
    }
}
