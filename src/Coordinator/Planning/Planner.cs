using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Planning;

/// <summary>Plans a sweep. To resume is to plan again and subtract the ledger: there is no other memory.</summary>
public static class Planner
{
    /// <summary>The sweep less what the ledger holds.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="study">Its study, as this host has it.</param>
    /// <param name="ledger">
    /// The ledger; null plans everything. Blocks count whichever sweep they were computed for.
    /// </param>
    /// <param name="auditFraction">
    /// Share of the blocks that another host is to compute again, from 0 (none, the default) to 1 (all).
    /// </param>
    /// <exception cref="ArgumentException">The study is not the sweep's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    /// <exception cref="LedgerException">The ledger cannot be read.</exception>
    public static SweepPlan Plan(
        Sweep sweep, StudyDescription study, ILedgerReader? ledger, double auditFraction = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(auditFraction);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(auditFraction, 1);
        if (study.Name != sweep.Study)
        {
            throw new ArgumentException($"The sweep is of study '{sweep.Study}', not of '{study.Name}'.", nameof(study));
        }

        var cells = sweep.Cells.Select(cell => PlanCell(sweep, cell, study.Revision, ledger));
        if (study.Long is not null && ledger is not null)
        {
            cells = cells.Select(cell => cell with { Unfinished = Unfinished(sweep, study, cell, ledger) });
        }

        if (auditFraction > 0 && ledger is not null)
        {
            var audits = new AuditPlanner(sweep, study, ledger, auditFraction);
            cells = cells.Select(audits.Plan);
        }

        return new SweepPlan(sweep, study.Revision, study.ColumnVersion, [.. cells])
        {
            Study = study,
            AuditFraction = auditFraction,
            Quarantined = ledger?.Quarantined() ?? [],
            Disputes = ledger is null ? [] : Disputes(sweep, study.Revision, ledger),
        };
    }

    /// <summary>
    /// Long trials that go on where they were; one of another column version, whose curve lacks columns, begins anew.
    /// </summary>
    private static UnfinishedTrial[] Unfinished(Sweep sweep, StudyDescription study, CellPlan plan, ILedgerReader ledger)
    {
        var steps = study.Long!.Slices(plan.Cell).Steps;
        return
        [
            .. ledger.Unfinished(plan.Cell, sweep.Seed, sweep.BlockSize, study.Revision)
                .Where(t => t.ColumnVersion == study.ColumnVersion && t.Step < steps && plan.Pending.Contains(t.Block)),
        ];
    }

    /// <summary>Blocks of a sweep with two answers, of which nobody knows yet which is wrong.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="revision">The study's revision.</param>
    /// <param name="ledger">The ledger.</param>
    /// <exception cref="LedgerException">The ledger cannot be read.</exception>
    public static IReadOnlyList<Incident> Disputes(Sweep sweep, int revision, ILedgerReader ledger)
    {
        var open = ledger.OpenIncidents();
        if (open.Count == 0)
        {
            return [];
        }

        var cells = sweep.Cells.ToHashSet();
        return
        [
            .. open.Where(i => i.Revision == revision && i.Key.Seed == sweep.Seed && i.Key.BlockSize == sweep.BlockSize
                && cells.Contains(i.Key.Cell) && i.Key.Block < sweep.LayoutOf(i.Key.Cell).Blocks)
                .Select(i => AsStoredNow(i, ledger)).OfType<Incident>(),
        ];
    }

    /// <summary>
    /// A longer block may have replaced the one that was disputed: it is what others are to agree with now. What is
    /// stored no more, or agrees with the other since, is disputed no more. Of a block of one trial nothing longer comes:
    /// an incident with another digest is one of a slice, which cannot be compared with the block.
    /// </summary>
    private static Incident? AsStoredNow(Incident incident, ILedgerReader ledger)
    {
        var stored = ledger.Block(incident.Key, incident.Revision);
        return stored is null || stored.Digest.AsSpan().SequenceEqual(incident.OtherDigest)
            || (incident.Key.BlockSize == 1 && !stored.Digest.AsSpan().SequenceEqual(incident.KeptDigest))
            ? null
            : stored.Digest.AsSpan().SequenceEqual(incident.KeptDigest)
                ? incident
                : incident with { Kept = stored.By, KeptDigest = stored.Digest };
    }

    private static CellPlan PlanCell(Sweep sweep, Cell cell, int revision, ILedgerReader? ledger)
    {
        var layout = sweep.LayoutOf(cell);
        var pending = new BlockSet(new BlockRange(0, layout.Blocks));
        var setAside = new BlockSet();
        var partial = new List<ShortBlock>();
        var others = 0L;
        foreach (var run in StoredRuns(ledger, cell, sweep.Seed, layout))
        {
            if (run.Revision != revision)
            {
                others += run.Blocks.Count;
                continue;
            }

            pending.Remove(run.Blocks);
            if (run.ShortTrials > 0)
            {
                pending.Add(run.Blocks);
                partial.Add(new ShortBlock(run.Blocks.First, run.ShortTrials));
            }
        }

        foreach (var given in ledger?.SetAside(cell, sweep.Seed, sweep.BlockSize) ?? [])
        {
            // A block that is stored is done, whatever happened to it before; another revision may not fail it.
            if (given.Revision == revision && pending.Contains(given.Key.Block))
            {
                pending.Remove(new BlockRange(given.Key.Block, 1));
                setAside.Add(new BlockRange(given.Key.Block, 1));
            }
        }

        partial.RemoveAll(p => !pending.Contains(p.Block));
        return new CellPlan(cell, layout, pending, setAside, partial, others);
    }

    /// <summary>Stored blocks melted into runs, so that subtracting a whole cell costs one step a gap.</summary>
    private static IEnumerable<StoredRun> StoredRuns(ILedgerReader? ledger, Cell cell, ulong seed, BlockLayout layout)
    {
        StoredRun? run = null;
        foreach (var extent in ledger?.Extents(cell, seed, layout.BlockSize) ?? [])
        {
            if (extent.Block >= layout.Blocks)
            {
                break;
            }

            var shortTrials = extent.Trials < layout.TrialsIn(extent.Block) ? extent.Trials : 0;
            if (run is { ShortTrials: 0 } open && shortTrials == 0 && open.Revision == extent.Revision
                && open.Blocks.End == extent.Block)
            {
                run = open with { Blocks = open.Blocks with { Count = open.Blocks.Count + 1 } };
                continue;
            }

            if (run is { } ended)
            {
                yield return ended;
            }

            run = new StoredRun(new BlockRange(extent.Block, 1), extent.Revision, shortTrials);
        }

        if (run is { } last)
        {
            yield return last;
        }
    }

    private readonly record struct StoredRun(BlockRange Blocks, int Revision, int ShortTrials);
}
