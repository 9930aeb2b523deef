using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Farm.Domain;

namespace Farm.Coordinator.Results;

/// <summary>The forms in which rows of single trials are written.</summary>
public enum TrialFormat
{
    /// <summary>A header and a line a row, after RFC 4180 but for LF line ends.</summary>
    Csv,

    /// <summary>A JSON object a line.</summary>
    Jsonl,
}

/// <summary>
/// Writes rows of one cell: its name, whole numbers that say which row, then measurements. Flags are 0 and 1, categories
/// their words, numbers their shortest text that reads back to the same bits, no value an empty field or null.
/// </summary>
internal sealed class RowBuffer
{
    private const int FlushBytes = 1 << 16;
    private const int LongestNumber = 32;

    private readonly Stream to;
    private readonly TrialFormat format;
    private readonly byte[][] beforeIndex;
    private readonly byte[][] before;
    private readonly byte[][][] words;
    private readonly ArrayBufferWriter<byte> buffer = new(2 * FlushBytes);

    /// <summary>A buffer; csv writes its header at once.</summary>
    /// <param name="to">Where to; not closed.</param>
    /// <param name="format">The form.</param>
    /// <param name="indices">Names of the whole numbers of every row.</param>
    /// <param name="measurements">The measurements of every row.</param>
    public RowBuffer(
        Stream to, TrialFormat format, IReadOnlyList<string> indices, IReadOnlyList<Measurement> measurements)
    {
        (this.to, this.format) = (to, format);
        beforeIndex = [.. indices.Select(Before)];
        before = [.. measurements.Select(m => Before(m.Name))];
        words = [.. measurements.Select(m => m.Words.Select(w => Utf8(Word(w))).ToArray())];
        if (format == TrialFormat.Csv)
        {
            string[] names = ["cell", .. indices, .. measurements.Select(m => m.Name)];
            buffer.Write(Utf8(string.Join(',', names) + "\n"));
        }
    }

    /// <summary>A row's beginning, the same for all rows of a cell.</summary>
    public byte[] Start(Cell cell) => Utf8(format == TrialFormat.Csv ? cell.Id : $"{{\"cell\":{Quoted(cell.Id)}");

    /// <summary>Begins a row.</summary>
    public void Begin(byte[] start, params ReadOnlySpan<long> indices)
    {
        buffer.Write(start);
        for (var i = 0; i < indices.Length; i++)
        {
            buffer.Write(beforeIndex[i]);
            Number(indices[i]);
        }
    }

    /// <summary>Writes one value.</summary>
    /// <param name="column">The measurement's position.</param>
    /// <param name="measurement">The measurement.</param>
    /// <param name="value">The value, scaled; of a category its code, NaN for none.</param>
    public void Value(int column, Measurement measurement, double value)
    {
        buffer.Write(before[column]);
        if (words[column].Length > 0 && !double.IsNaN(value))
        {
            buffer.Write(words[column][(int)value]);
        }
        else if (measurement.Type == ColumnType.Float32 && measurement.Scale == 1)
        {
            // A float32's own text: that of its float64 would show digits that were never measured.
            Number((float)value, double.IsFinite(value));
        }
        else
        {
            Number(value, double.IsFinite(value));
        }
    }

    /// <summary>Ends a row.</summary>
    public void End()
    {
        buffer.Write(format == TrialFormat.Csv ? "\n"u8 : "}\n"u8);
        if (buffer.WrittenCount >= FlushBytes)
        {
            Flush();
        }
    }

    /// <summary>Hands everything written so far to the stream.</summary>
    public void Flush()
    {
        to.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
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

    private byte[] Before(string name) => Utf8(format == TrialFormat.Csv ? "," : $",{Quoted(name)}:");

    private string Word(string word) => format == TrialFormat.Csv ? TableWriter.CsvText(word) : Quoted(word);

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
