using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Planning;

/// <summary>Finds the stored blocks that an audit still has to compute again.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="study">Its study, as this host has it.</param>
/// <param name="ledger">The ledger.</param>
/// <param name="fraction">The share of the blocks that is audited, above 0.</param>
internal sealed class AuditPlanner(Sweep sweep, StudyDescription study, ILedgerReader ledger, double fraction)
{
    /// <summary>A cell's plan with its audits.</summary>
    public CellPlan Plan(CellPlan cell)
    {
        var toAudit = ToAudit(cell);
        return cell with { ToAudit = toAudit, SliceHosts = study.Long is null ? [] : SliceHosts(cell, toAudit) };
    }

    private SliceHost[] SliceHosts(CellPlan cell, IReadOnlyList<HostBlocks> toAudit) =>
    [
        .. ledger.SliceHosts(cell.Cell, sweep.Seed, sweep.BlockSize, study.Revision)
            .Where(s => toAudit.Any(h => h.Blocks.Contains(s.Block))
                || (cell.Pending.Contains(s.Block) && AuditSample.Contains(KeyOf(cell.Cell, s.Block), fraction))),
    ];

    /// <summary>
    /// The sample's blocks of a cell that no other host has confirmed, by host. Left out is what an order of this sweep
    /// could not be compared with: blocks with another number of trials than it asks for, and those of another column
    /// version.
    /// </summary>
    private IReadOnlyList<HostBlocks> ToAudit(CellPlan cell)
    {
        var unconfirmed = ledger.Unconfirmed(cell.Cell, sweep.Seed, sweep.BlockSize, study.Revision);
        if (unconfirmed.Count == 0)
        {
            return [];
        }

        var comparable = new BlockSet();
        foreach (var extent in ledger.Extents(cell.Cell, sweep.Seed, sweep.BlockSize))
        {
            if (extent.Revision == study.Revision && extent.ColumnVersion == study.ColumnVersion
                && extent.Block < cell.Layout.Blocks && extent.Trials == cell.Layout.TrialsIn(extent.Block))
            {
                comparable.Add(new BlockRange(extent.Block, 1));
            }
        }

        return
        [
            .. unconfirmed.Select(h => new HostBlocks(h.Host, Sample(cell.Cell, h.Blocks, comparable)))
                .Where(h => !h.Blocks.IsEmpty),
        ];
    }

    private BlockSet Sample(Cell cell, BlockSet unconfirmed, BlockSet comparable)
    {
        var sample = new BlockSet();
        foreach (var range in unconfirmed)
        {
            for (var block = range.First; block < range.End; block++)
            {
                if (comparable.Contains(block) && AuditSample.Contains(KeyOf(cell, block), fraction))
                {
                    sample.Add(new BlockRange(block, 1));
                }
            }
        }

        return sample;
    }

    private BlockKey KeyOf(Cell cell, long block) => new(cell, sweep.Seed, sweep.BlockSize, block);
}
