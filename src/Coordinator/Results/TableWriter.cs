using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Farm.Coordinator.Results;

/// <summary>Writes tables for programs. The same table gives the same bytes everywhere.</summary>
public static class TableWriter
{
    private static readonly SearchValues<char> quoted = SearchValues.Create("\",\r\n");

    /// <summary>
    /// CSV after RFC 4180 with a header line; lines end in LF alone, which every reader takes and text tools prefer.
    /// Nothing is an empty field.
    /// </summary>
    public static void WriteCsv(FieldTable table, TextWriter to)
    {
        WriteLine(table.Columns, to);
        foreach (var row in table.Rows)
        {
            WriteLine(row.Select(f => f.Text), to);
        }
    }

    /// <summary>A JSON array of one object a row; nothing is null. UTF-8, indented, ended by a newline.</summary>
    public static void WriteJson(FieldTable table, Stream to)
    {
        var options = new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",

            // The text is data for programs, not part of a page.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var json = new Utf8JsonWriter(to, options))
        {
            json.WriteStartArray();
            foreach (var row in table.Rows)
            {
                json.WriteStartObject();
                for (var i = 0; i < row.Length; i++)
                {
                    json.WritePropertyName(table.Columns[i]);
                    WriteValue(json, row[i]);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        to.WriteByte((byte)'\n');
    }

    /// <summary>A text as a CSV field: quoted when it must be.</summary>
    internal static string CsvText(string text) =>
        text.AsSpan().ContainsAny(quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    /// <summary>A field as a JSON value.</summary>
    internal static void WriteValue(Utf8JsonWriter json, Field field)
    {
        if (field.IsEmpty)
        {
            json.WriteNullValue();
        }
        else if (field.IsNumber)
        {
            json.WriteRawValue(field.Text);
        }
        else
        {
            json.WriteStringValue(field.Text);
        }
    }

    private static void WriteLine(IEnumerable<string> fields, TextWriter to)
    {
        to.Write(string.Join(',', fields.Select(CsvText)));
        to.Write('\n');
    }
}
