using System.Buffers;
using System.Buffers.Binary;

namespace Farm.Domain;

/// <summary>The stored form of a block's summaries.</summary>
/// <remarks>
/// One measurement after another, in declared order. Counts are LEB128 varints, numbers little-endian float64. A
/// proportion: count, ones. A category: the count of each word. A number: count; unless that is 0, sum, sum of squares,
/// minimum, maximum; then, if it is binned, the counts of the bins up to the last that is not 0, a run of zeros as a 0
/// and the length of the run less 1, preceded by their number.
/// </remarks>
public static class SummaryCodec
{
    /// <summary>Encodes the summaries of these measurements.</summary>
    public static byte[] Encode(
        IReadOnlyList<Measurement> measurements, ReadOnlySpan<MeasurementSummary> summaries)
    {
        var to = new ArrayBufferWriter<byte>(64 * measurements.Count);
        for (var i = 0; i < measurements.Count; i++)
        {
            var summary = summaries[i];
            switch (measurements[i].Kind)
            {
                case MeasurementKind.Proportion:
                    WriteVarint(to, summary.Count);
                    WriteVarint(to, (long)summary.Sum);
                    break;
                case MeasurementKind.Category:
                    foreach (var count in summary.Histogram)
                    {
                        WriteVarint(to, count);
                    }

                    break;
                default:
                    WriteNumber(to, summary);
                    break;
            }
        }

        return to.WrittenSpan.ToArray();
    }

    /// <summary>Decodes the summaries of these measurements.</summary>
    /// <exception cref="FormatException">The bytes are not the summaries of these measurements.</exception>
    public static MeasurementSummary[] Decode(IReadOnlyList<Measurement> measurements, ReadOnlySpan<byte> encoded)
    {
        var fold = new SummaryFold(measurements);
        fold.Add(encoded);
        return fold.ToSummaries();
    }

    private static void WriteNumber(ArrayBufferWriter<byte> to, MeasurementSummary summary)
    {
        WriteVarint(to, summary.Count);
        if (summary.Count == 0)
        {
            return;
        }

        WriteDouble(to, summary.Sum);
        WriteDouble(to, summary.SumOfSquares);
        WriteDouble(to, summary.Minimum);
        WriteDouble(to, summary.Maximum);
        if (summary.Histogram.Length > 0)
        {
            WriteHistogram(to, summary.Histogram);
        }
    }

    private static void WriteHistogram(ArrayBufferWriter<byte> to, ReadOnlySpan<long> bins)
    {
        var used = bins[..(bins.LastIndexOfAnyExcept(0) + 1)];
        WriteVarint(to, used.Length);
        for (var i = 0; i < used.Length; i++)
        {
            WriteVarint(to, used[i]);
            if (used[i] == 0)
            {
                var zeros = used[i..].IndexOfAnyExcept(0);
                WriteVarint(to, zeros - 1);
                i += zeros - 1;
            }
        }
    }

    private static void WriteDouble(ArrayBufferWriter<byte> to, double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(to.GetSpan(8), value);
        to.Advance(8);
    }

    private static void WriteVarint(ArrayBufferWriter<byte> to, long value)
    {
        var span = to.GetSpan(10);
        var (rest, at) = ((ulong)value, 0);
        for (; rest >= 0x80; rest >>= 7)
        {
            span[at++] = (byte)(rest | 0x80);
        }

        span[at++] = (byte)rest;
        to.Advance(at);
    }
}
