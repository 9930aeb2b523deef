using Farm.Domain;

namespace Farm.Studies.Data;

/// <summary>The data sets that a host has: the farm's own, and those of the user's files.</summary>
/// <remarks>
/// A set of the user's is called by its name and the first 16 hexadecimal digits of its content's digest, <c>wine@0123456789abcdef</c>:
/// that word stands in cells, so that no other content can ever be taken for it, on any host. Files are read when first asked
/// for. Thread-safe.
/// </remarks>
public sealed class DataLibrary
{
    private readonly Lazy<DataFiles> files;

    /// <summary>A library.</summary>
    /// <param name="files">Lists the user's files; called once, and only when some set is asked for that is not the farm's.</param>
    public DataLibrary(Func<IReadOnlyList<DataFile>> files) => this.files = new(() => DataFiles.Read(files()));

    /// <summary>The farm's own sets alone.</summary>
    public static DataLibrary Own { get; } = new(() => []);

    /// <summary>The sets of the user's files.</summary>
    public IReadOnlyList<DataSet> Users => files.Value.Sets;

    /// <summary>What is wrong with files of the user's, a line each.</summary>
    public IReadOnlyList<string> Problems => files.Value.Problems;

    /// <summary>The set that a cell's word stands for; null when this host has none.</summary>
    public DataSet? Find(string word) =>
        BuiltInData.All.Contains(word) ? BuiltInData.Of(word) : Users.FirstOrDefault(s => s.Word == word);

    /// <summary>Why there is none, and what to do about it.</summary>
    public string WhyNot(string word)
    {
        var there = Users.Count == 0 ? "no data set of a user's" : string.Join(", ", Users.Select(s => s.Word));
        var wrong = Problems.Count == 0 ? "" : $"; {string.Join("; ", Problems.Take(3))}";
        return $"this host has no data set {word}: set FARM_DATA to the folder of its file (there is {there}{wrong}).";
    }
}
