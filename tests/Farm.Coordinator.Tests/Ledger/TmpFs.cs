using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Farm.Coordinator.Tests.Ledger;

/// <summary>A small file system in memory, where this machine lets a test mount one.</summary>
internal sealed class TmpFs : IDisposable
{
    private readonly Folder folder = new();

    private TmpFs()
    {
    }

    public string this[string name] => folder[name];

    public static TmpFs MountOrSkip(string size)
    {
        Skip.IfNot(RuntimeInformation.IsOSPlatform(OSPlatform.Linux), "tmpfs is Linux's");
        var tmpFs = new TmpFs();
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", tmpFs.folder.Path))
        {
            tmpFs.folder.Dispose();
            Skip.If(true, "this user may not mount a tmpfs");
        }

        return tmpFs;
    }

    public void MakeReadOnly() => Assert.True(Run("mount", "-o", "remount,ro", folder.Path));

    public void MakeWritable() => Assert.True(Run("mount", "-o", "remount,rw", folder.Path));

    public void Dispose()
    {
        Run("umount", folder.Path);
        folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
