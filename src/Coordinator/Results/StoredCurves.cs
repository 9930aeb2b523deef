using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Results;

/// <summary>The curves of one cell's long trials, as far as they are stored.</summary>
internal static class StoredCurves
{
    /// <summary>Reads curves slice by slice, by trial and step.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="sweep">One of its sweeps.</param>
    /// <param name="study">The sweep's study; it has long trials.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="trial">One trial only; null for all of the sweep's.</param>
    /// <exception cref="LedgerException">The ledger cannot be read, or holds rows that no study of this name wrote.</exception>
    public static IEnumerable<(StoredSlice Slice, CurveRows Rows)> Of(
        ILedgerReader ledger, Sweep sweep, StudyDescription study, Cell cell, long? trial = null)
    {
        var slices = ledger.Slices(cell, sweep.Seed, sweep.BlockSize, study.Revision, trial);
        foreach (var slice in slices.TakeWhile(s => s.Block < sweep.LayoutOf(cell).Blocks))
        {
            var rows = new CurveRows(study.Long!.CurveOf(cell, slice.ColumnVersion));
            rows.Begin(slice.FirstStep - 1);
            try
            {
                rows.Load(slice.Rows);
            }
            catch (FormatException e)
            {
                throw new LedgerException(LedgerFault.Failing, Invariant.Text(
                    $"the curve of trial {slice.Block} of cell {cell.Id} cannot be read: {e.Message}"), e);
            }

            yield return (slice, rows);
        }
    }
}
