using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Statistics;

/// <summary>
/// The discretisation bounds of a cell whose trials are enumerated, from what the ledger keeps of single trials: one for
/// each flag, and for each word of each category.
/// </summary>
/// <remarks>
/// A trial that is not stored, or of which a measurement was not kept, has no answer: it widens the bound. Where nothing
/// at all was kept of a measurement there is none.
/// </remarks>
internal sealed class EnumeratedShares
{
    private readonly TrialLattice? lattice;
    private readonly Dictionary<(int Index, int Code), Interval> known = [];
    private readonly string[] names;
    private readonly byte[]?[] codes;
    private readonly int[] words;

    /// <summary>Bounds of trials that are added block by block.</summary>
    /// <param name="lattice">
    /// The cell's trials; null when the study enumerates others than it did when they were planned: then there is no bound.
    /// </param>
    /// <param name="measurements">The cell's measurements.</param>
    public EnumeratedShares(TrialLattice? lattice, IReadOnlyList<Measurement> measurements)
    {
        this.lattice = lattice;
        names = [.. measurements.Select(m => m.Name)];
        words = [.. measurements.Select(m => m.Kind switch
        {
            MeasurementKind.Proportion => 2,
            MeasurementKind.Category => m.Words.Count,
            _ => 0,
        })];
        codes = new byte[]?[names.Length];
    }

    /// <summary>Adds what a block keeps of its trials; those beyond the lattice, of a longer block, do not count.</summary>
    /// <exception cref="LedgerException">The kept trials cannot be read.</exception>
    public void Add(StoredBlock block, byte[] kept, IReadOnlyList<Measurement> measurementsThen)
    {
        if (lattice is null)
        {
            return;
        }

        var columns = new TrialColumns(measurementsThen, block.Trials);
        KeptTrials.Decode(block, kept, columns);
        var rows = (int)Math.Min(columns.Rows, lattice.Points - columns.FirstTrial);
        for (var i = 0; i < names.Length; i++)
        {
            var column = columns.IndexOf(names[i]);
            if (words[i] > 0 && column >= 0 && IsKept(block.Keep, measurementsThen[column]))
            {
                Copy(columns.Bytes(column)[..rows], codes[i] ??= new byte[checked((int)lattice.Points)], columns.FirstTrial);
            }
        }
    }

    /// <summary>The bound of the share of trials with a code; none where no trial's code is known.</summary>
    /// <param name="index">Position of the measurement.</param>
    /// <param name="code">Its code: 1 for a flag.</param>
    public Interval Bound(int index, int code)
    {
        if (lattice is null || codes[index] is not { } answers)
        {
            return Interval.None;
        }

        if (!known.TryGetValue((index, code), out var bound))
        {
            known[(index, code)] = bound = Bound(lattice, answers, code);
        }

        return bound;
    }

    private static Interval Bound(TrialLattice lattice, byte[] answers, int code)
    {
        var (has, lacks) = (new bool[answers.Length], new bool[answers.Length]);
        for (var i = 0; i < answers.Length; i++)
        {
            // Stored codes are one above the trials', so that 0 is no answer.
            has[i] = answers[i] == code + 1;
            lacks[i] = answers[i] != 0 && !has[i];
        }

        return LatticeShare.Bound(lattice, has, lacks);
    }

    private static bool IsKept(Keep keep, Measurement measurement) =>
        keep == Keep.All || (keep == Keep.Flags && measurement.KeptBits > 0);

    private static void Copy(ReadOnlySpan<byte> values, byte[] to, long first)
    {
        for (var row = 0; row < values.Length; row++)
        {
            to[first + row] = (byte)(values[row] + 1);
        }
    }
}
