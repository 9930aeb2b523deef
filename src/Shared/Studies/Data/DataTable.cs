using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Farm.Studies.Data;

/// <summary>Numbers in rows under named columns, of which the last is the target.</summary>
/// <param name="Columns">The names.</param>
/// <param name="Rows">A number a column.</param>
public sealed record DataTable(IReadOnlyList<string> Columns, IReadOnlyList<double[]> Rows)
{
    /// <summary>Most columns of a table.</summary>
    public const int MostColumns = 100_000;

    /// <summary>Most bytes that a table's numbers may take in memory: 1 GiB.</summary>
    public const long MostBytes = 1L << 30;

    /// <summary>Faults that are told of one table; what more there are is counted.</summary>
    public const int MostFaults = 20;

    /// <summary>Reads comma-separated values: a header, then numbers with a decimal point; quoting as in RFC 4180.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The table, or what is wrong with the text: all of it, by line and column.</returns>
    /// <exception cref="IOException">The text cannot be read.</exception>
    public static DataReading Read(TextReader text)
    {
        var faults = new DataFaults();
        var next = 1;
        using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            IgnoreBlankLines = true,
            TrimOptions = TrimOptions.Trim,
            Mode = CsvMode.RFC4180,
            BadDataFound = _ => faults.Add(next, 0, "is not quoted as RFC 4180 says: close the quotes, and double those inside"),
        });
        if (!parser.Read())
        {
            faults.Add(1, 0, "is empty: give a header and at least two rows of numbers");
            return new(null, faults);
        }

        next = parser.RawRow + 1;
        var columns = parser.Record!;
        Check(columns, faults);
        var rows = new List<double[]>();
        while (parser.Read())
        {
            rows.Add(Row(parser, columns, faults));
            next = parser.RawRow + 1;
            if ((long)rows.Count * columns.Length * sizeof(double) > MostBytes)
            {
                faults.Add(parser.RawRow, 0, Invariant(
                    $"is past the most that a table may hold: {(long)rows.Count * columns.Length * sizeof(double)} bytes, and {MostBytes} are allowed"));
                break;
            }
        }

        if (faults.Count == 0 && rows.Count < 2)
        {
            faults.Add(0, 0, $"has a header and {(rows.Count == 0 ? "no row" : "one row")} of numbers: give at least two");
        }

        return faults.Count > 0 ? new(null, faults) : new(new DataTable(columns, rows), faults);
    }

    private static void Check(string[] columns, DataFaults faults)
    {
        if (columns.Length is < 2 or > MostColumns)
        {
            faults.Add(1, 0, Invariant(
                $"has {columns.Length} columns: give at least one input and the target, separated by commas, and at most {MostColumns}"));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Length == 0)
            {
                faults.Add(1, i + 1, "has no name");
            }
            else if (double.TryParse(columns[i], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            {
                faults.Add(1, i + 1, $"is called {columns[i]}, a number: the first line must name the columns");
            }
            else if (!seen.Add(columns[i]))
            {
                faults.Add(1, i + 1, $"is called {columns[i]}, as one before it");
            }
        }
    }

    private static double[] Row(CsvParser parser, string[] columns, DataFaults faults)
    {
        var fields = parser.Record!;
        var numbers = new double[columns.Length];
        if (fields.Length != columns.Length)
        {
            faults.Add(parser.RawRow, 0, Invariant($"has {fields.Length} fields, and the header {columns.Length}"));
            return numbers;
        }

        for (var i = 0; i < fields.Length; i++)
        {
            if (!double.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
            {
                faults.Add(parser.RawRow, i + 1, fields[i].Length == 0
                    ? $"({columns[i]}) is missing: leave the row out, or fill it in"
                    : $"({columns[i]}) is '{Short(fields[i])}', not a number");
            }
            else if (!float.IsFinite((float)numbers[i]))
            {
                faults.Add(parser.RawRow, i + 1, $"({columns[i]}) is '{Short(fields[i])}', not a finite number of float32's range");
            }
        }

        return numbers;
    }

    private static string Short(string field) => field.Length <= 40 ? field : field[..40] + "…";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

/// <summary>A table that has been read, or why it has not.</summary>
/// <param name="Table">The table; null when there are faults.</param>
/// <param name="Faults">What is wrong with it.</param>
public sealed record DataReading(DataTable? Table, DataFaults Faults);
