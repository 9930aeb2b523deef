using System.Collections.Concurrent;

namespace Farm.Studies.Data;

/// <summary>The data sets that are part of the farm; <c>studies/data/README.md</c> tells where they come from.</summary>
public static class BuiltInData
{
    private const int Digits = 10;

    private static readonly ConcurrentDictionary<string, DataSet> read = new(StringComparer.Ordinal);

    /// <summary>Those of regressions.</summary>
    public static IReadOnlyList<string> Regressions { get; } = ["concrete", "auto-mpg", "servo", "diabetes"];

    /// <summary>Those of classifications.</summary>
    public static IReadOnlyList<string> Classifications { get; } = ["digits"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Regressions, .. Classifications];

    /// <summary>A data set; read once.</summary>
    /// <exception cref="ArgumentException">None has the name.</exception>
    public static DataSet Of(string name) => read.GetOrAdd(name, Read);

    private static DataSet Read(string name)
    {
        using var stream = typeof(BuiltInData).Assembly.GetManifestResourceStream($"data/{name}.csv")
            ?? throw new ArgumentException($"No data set is called {name}.", nameof(name));
        using var text = new StreamReader(stream);
        var (table, faults) = DataTable.Read(text);
        if (table is not null)
        {
            var (data, more) = Classifications.Contains(name)
                ? DataSet.ForClasses(name, table, Digits)
                : DataSet.ForRegression(name, table);
            faults = more;
            if (data is not null)
            {
                return data;
            }
        }

        throw new InvalidOperationException($"The farm's own data set {name}: {faults.First[0]}.");
    }
}
