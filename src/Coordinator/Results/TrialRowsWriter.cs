using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Farm.Domain;

namespace Farm.Coordinator.Results;

/// <summary>The forms in which single trials are written.</summary>
public enum TrialFormat
{
    /// <summary>A header and a line a trial, after RFC 4180 but for LF line ends.</summary>
    Csv,

    /// <summary>A JSON object a line.</summary>
    Jsonl,
}

/// <summary>
/// Writes single trials: cell, trial, all measurements. Flags are 0 and 1, categories their words, numbers their
/// shortest text that reads back to the same bits, no value an empty field or null. UTF-8, a stream of any length.
/// </summary>
public sealed class TrialRowsWriter
{
    private const int FlushBytes = 1 << 16;
    private const int LongestNumber = 32;

    private readonly Stream to;
    private readonly TrialFormat format;
    private readonly IReadOnlyList<Measurement> measurements;
    private readonly byte[][] before;
    private readonly byte[][][] words;
    private readonly ArrayBufferWriter<byte> buffer = new(2 * FlushBytes);

    /// <summary>A writer of one cell's trials; csv writes its header at once.</summary>
    /// <param name="to">Where to; not closed.</param>
    /// <param name="format">The form.</param>
    /// <param name="measurements">The cell's measurements, those of the columns to come.</param>
    public TrialRowsWriter(Stream to, TrialFormat format, IReadOnlyList<Measurement> measurements)
    {
        (this.to, this.format, this.measurements) = (to, format, measurements);
        before = [.. measurements.Select(m => Utf8(format == TrialFormat.Csv ? "," : $",{Quoted(m.Name)}:"))];
        words = [.. measurements.Select(m => m.Words.Select(w => Utf8(Word(w))).ToArray())];
        if (format == TrialFormat.Csv)
        {
            string[] names = ["cell", "trial", .. measurements.Select(m => m.Name)];
            buffer.Write(Utf8(string.Join(',', names) + "\n"));
        }
    }

    /// <summary>Writes all rows in use.</summary>
    /// <exception cref="ArgumentException">The columns are not of this writer's measurements.</exception>
    public void Write(Cell cell, TrialColumns columns)
    {
        if (!columns.Measurements.SequenceEqual(measurements))
        {
            throw new ArgumentException("The columns are not of this writer's measurements.", nameof(columns));
        }

        var start = Utf8(format == TrialFormat.Csv ? cell.Id + "," : $"{{\"cell\":{Quoted(cell.Id)},\"trial\":");
        for (var row = 0; row < columns.Rows; row++)
        {
            buffer.Write(start);
            Number(columns.FirstTrial + row);
            for (var column = 0; column < measurements.Count; column++)
            {
                buffer.Write(before[column]);
                Value(columns, column, row);
            }

            buffer.Write(format == TrialFormat.Csv ? "\n"u8 : "}\n"u8);
            if (buffer.WrittenCount >= FlushBytes)
            {
                Flush();
            }
        }
    }

    /// <summary>Hands everything written so far to the stream.</summary>
    public void Flush()
    {
        to.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }

    private void Value(TrialColumns columns, int column, int row)
    {
        var measurement = measurements[column];
        if (words[column].Length > 0)
        {
            buffer.Write(words[column][columns.Bytes(column)[row]]);
        }
        else if (measurement.Type == ColumnType.Float32 && measurement.Scale == 1)
        {
            // A float32's own text: that of its float64 would show digits that were never measured.
            var value = columns.Floats(column)[row];
            Number(value, float.IsFinite(value));
        }
        else
        {
            var value = columns.ValueAt(column, row);
            Number(value, double.IsFinite(value));
        }
    }

    private void Number<T>(T value, bool isFinite = true)
        where T : IUtf8SpanFormattable
    {
        if (!isFinite)
        {
            buffer.Write(format == TrialFormat.Csv ? ""u8 : "null"u8);
            return;
        }

        value.TryFormat(buffer.GetSpan(LongestNumber), out var written, default, CultureInfo.InvariantCulture);
        buffer.Advance(written);
    }

    private string Word(string word) => format == TrialFormat.Csv ? TableWriter.CsvText(word) : Quoted(word);

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
