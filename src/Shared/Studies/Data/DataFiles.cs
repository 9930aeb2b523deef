using System.Text.RegularExpressions;
using Farm.Domain;

namespace Farm.Studies.Data;

/// <summary>The data sets of a folder's files: tables that end in <c>.csv</c>, and CIFAR-10 as it comes out of its archive.</summary>
/// <param name="Sets">Those that could be read.</param>
/// <param name="Problems">What is wrong with the others, a line each.</param>
internal sealed partial record DataFiles(IReadOnlyList<DataSet> Sets, IReadOnlyList<string> Problems)
{
    /// <summary>Reads all.</summary>
    public static DataFiles Read(IReadOnlyList<DataFile> files)
    {
        var (sets, problems) = (new List<DataSet>(), new List<string>());
        foreach (var file in files.Where(f => f.Path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)))
        {
            Add(file.Path, () => ReadTable(file), sets, problems);
        }

        var batches = files.Where(f => Cifar10.IsTraining(f.Path)).OrderBy(f => f.Path, StringComparer.Ordinal).ToArray();
        if (batches.Length > 0)
        {
            Add(Cifar10.Folder, () => Cifar10.Read(batches), sets, problems);
        }

        return new(sets, problems);
    }

    private static void Add(
        string path, Func<(DataSet? Data, string? Problem)> read, List<DataSet> sets, List<string> problems)
    {
        try
        {
            var (data, problem) = read();
            if (data is not null)
            {
                sets.Add(data);
            }
            else
            {
                problems.Add($"{path}: {problem}");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{path}: {e.Message}");
        }
    }

    private static (DataSet? Data, string? Problem) ReadTable(DataFile file)
    {
        var name = file.Path[..^".csv".Length];
        if (!Name().IsMatch(name))
        {
            return (null, "its name must be lower-case letters, digits, hyphens and underscores");
        }

        if (name == Cifar10.Name || BuiltInData.All.Contains(name))
        {
            return (null, $"{name} is a set that the farm knows: give your table another name");
        }

        using var text = new StreamReader(file.Open());
        var (table, faults) = DataTable.Read(text);
        DataSet? data = null;
        if (table is not null)
        {
            (data, faults) = DataSet.ForRegression(name, table, isUsers: true);
        }

        return (data, data is null ? faults.ToString() : null);
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9_-]*$")]
    private static partial Regex Name();
}
