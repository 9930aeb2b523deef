using System.Diagnostics;

namespace Farm.EndToEnd.Tests;

/// <summary>A small tmpfs of its own; only root may mount one.</summary>
internal sealed class Mounted : IDisposable
{
    private Mounted(string folder) => Folder = folder;

    public string Folder { get; }

    public static Mounted? TryCreate(int kilobytes)
    {
        var folder = Directory.CreateTempSubdirectory("farm-tmpfs-").FullName;
        if (Mount("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", folder))
        {
            return new Mounted(folder);
        }

        Directory.Delete(folder);
        return null;
    }

    public void MakeReadOnly() => Assert.True(Mount("mount", "-o", "remount,ro", Folder));

    public void Dispose()
    {
        Mount("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static bool Mount(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
