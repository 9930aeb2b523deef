using System.Text.RegularExpressions;

namespace Farm.Coordinator.Ledger;

/// <summary>A mounted file system.</summary>
/// <param name="Point">The folder it is mounted on.</param>
/// <param name="FileSystem">Its type, such as <c>ext4</c>, <c>nfs4</c> or <c>fuse.sshfs</c>.</param>
internal readonly partial record struct Mount(string Point, string FileSystem)
{
    private const string LinuxTable = "/proc/self/mounts";

    /// <summary>The mounts that matter to a folder: on Linux all there are, elsewhere the folder's own drive.</summary>
    public static IReadOnlyList<Mount> For(string folder)
    {
        if (File.Exists(LinuxTable))
        {
            return Parse(File.ReadLines(LinuxTable));
        }

        var drive = new DriveInfo(Path.GetPathRoot(folder) is { Length: > 1 } root ? root : folder);
        return [new Mount(drive.Name, drive.DriveType == DriveType.Network ? "network drive" : drive.DriveFormat)];
    }

    /// <summary>
    /// Reads lines of the form <c>device point type options 0 0</c>; blanks in names are octal escapes.
    /// </summary>
    public static IReadOnlyList<Mount> Parse(IEnumerable<string> lines) =>
        [.. lines.Select(l => l.Split(' ')).Where(f => f.Length >= 3).Select(f => new Mount(Unescape(f[1]), f[2]))];

    private static string Unescape(string text) =>
        OctalEscape().Replace(text, m => ((char)Convert.ToInt32(m.Groups[1].Value, 8)).ToString());

    [GeneratedRegex(@"\\([0-7]{3})", RegexOptions.CultureInvariant)]
    private static partial Regex OctalEscape();
}
