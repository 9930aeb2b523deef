using Farm.Domain;

namespace Farm.Hosting;

/// <summary>The folder of a user's data files, which the environment variable <c>FARM_DATA</c> names.</summary>
public static class DataFolder
{
    /// <summary>The variable.</summary>
    public const string Variable = "FARM_DATA";

    /// <summary>What is wrong with what the variable says, in one line; null when it names a folder, or nothing.</summary>
    /// <param name="folder">Its value.</param>
    public static string? Problem(string? folder) => string.IsNullOrEmpty(folder) || Directory.Exists(folder)
        ? null
        : $"{Variable} names {folder}, which is no folder: there is no data but the farm's own";

    /// <summary>The same of this process's variable.</summary>
    public static string? Problem() => Problem(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The files in the folder and in folders directly below it, by their paths below it; none where there is no folder.</summary>
    public static IReadOnlyList<DataFile> Files()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(folder) || !Directory.Exists(folder))
        {
            return [];
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1, IgnoreInaccessible = true };
        return
        [
            .. Directory.EnumerateFiles(folder, "*", options)
                .Select(f => new DataFile(Path.GetRelativePath(folder, f).Replace('\\', '/'), () => File.OpenRead(f)))
                .OrderBy(f => f.Path, StringComparer.Ordinal),
        ];
    }
}
