namespace Farm.Domain;

/// <summary>Folds the stored summaries of blocks, in block order, without garbage.</summary>
/// <remarks>Same figures, to the last bit, as <see cref="MeasurementSummary.Plus"/> from the first block on.</remarks>
public sealed class SummaryFold
{
    private readonly IReadOnlyList<Measurement> measurements;
    private readonly Total[] totals;

    /// <summary>A fold of no blocks.</summary>
    public SummaryFold(IReadOnlyList<Measurement> measurements)
    {
        this.measurements = measurements;
        totals = [.. measurements.Select(m => new Total(MeasurementSummary.BinsOf(m)))];
    }

    /// <summary>Adds the next block.</summary>
    /// <exception cref="FormatException">The bytes are not the summaries of these measurements; what was added before them is spoilt.</exception>
    public void Add(ReadOnlySpan<byte> encoded)
    {
        var from = new SummaryReader(encoded);
        for (var i = 0; i < totals.Length; i++)
        {
            switch (measurements[i].Kind)
            {
                case MeasurementKind.Proportion:
                    AddProportion(ref from, totals[i]);
                    break;
                case MeasurementKind.Category:
                    AddCategory(ref from, totals[i], measurements[i].Scale);
                    break;
                default:
                    AddNumber(ref from, totals[i]);
                    break;
            }
        }

        if (!from.IsAtEnd)
        {
            throw new FormatException("The stored summary is longer than its measurements need.");
        }
    }

    /// <summary>The totals, in the measurements' order.</summary>
    public MeasurementSummary[] ToSummaries() =>
        [.. totals.Select(t => new MeasurementSummary(t.Count, t.Sum, t.Squares, t.Minimum, t.Maximum, [.. t.Bins]))];

    private static void AddProportion(ref SummaryReader from, Total to)
    {
        var count = from.Varint();
        var ones = from.Varint();
        to.Count += count;
        to.Sum += ones;
        to.Squares += ones;
        if (count > 0)
        {
            to.Minimum = Math.Min(to.Minimum, ones == count ? 1 : 0);
            to.Maximum = Math.Max(to.Maximum, ones == 0 ? 0 : 1);
        }
    }

    private static void AddCategory(ref SummaryReader from, Total to, double scale)
    {
        for (var code = 0; code < to.Bins.Length; code++)
        {
            var count = from.Varint();
            if (count > 0)
            {
                var value = code * scale;
                to.Bins[code] += count;
                to.Count += count;
                to.Sum += value * count;
                to.Squares += value * value * count;
                to.Minimum = Math.Min(to.Minimum, value);
                to.Maximum = Math.Max(to.Maximum, value);
            }
        }
    }

    private static void AddNumber(ref SummaryReader from, Total to)
    {
        var count = from.Varint();
        if (count == 0)
        {
            return;
        }

        to.Count += count;
        to.Sum += from.Double();
        to.Squares += from.Double();
        to.Minimum = Math.Min(to.Minimum, from.Double());
        to.Maximum = Math.Max(to.Maximum, from.Double());
        if (to.Bins.Length > 0)
        {
            AddHistogram(ref from, to.Bins);
        }
    }

    private static void AddHistogram(ref SummaryReader from, long[] bins)
    {
        var used = from.Varint();
        if (used > bins.Length)
        {
            throw new FormatException($"The stored histogram has {used} bins, not {bins.Length}.");
        }

        for (long i = 0; i < used; i++)
        {
            var count = from.Varint();
            bins[i] += count;
            i += count == 0 ? from.Zeros(used - i - 1) : 0;
        }
    }

    private sealed class Total(int bins)
    {
        public long Count { get; set; }

        public double Sum { get; set; }

        public double Squares { get; set; }

        public double Minimum { get; set; } = double.PositiveInfinity;

        public double Maximum { get; set; } = double.NegativeInfinity;

        public long[] Bins { get; } = new long[bins];
    }
}
