using System.Runtime.InteropServices;

namespace Farm.Node.Workers;

/// <summary>Binds threads to cores, on Linux; elsewhere it does nothing.</summary>
internal static partial class CpuAffinity
{
    /// <summary>Words of a mask: 1,024 processors, as in glibc's <c>cpu_set_t</c>.</summary>
    private const int MaskWords = 16;

    /// <summary>
    /// Binds the calling thread to the n-th core that this process may use. A refusal by the system is ignored: the
    /// thread then runs where the scheduler puts it.
    /// </summary>
    public static void PinCurrentThread(int n)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Span<ulong> allowed = stackalloc ulong[MaskWords];
        if (GetAffinity(0, MaskWords * sizeof(ulong), allowed) < 0 || CoreAt(allowed, n) is not { } core)
        {
            return;
        }

        Span<ulong> mask = stackalloc ulong[MaskWords];
        mask[core / 64] = 1UL << (core % 64);
        _ = SetAffinity(0, MaskWords * sizeof(ulong), mask);
    }

    private static int? CoreAt(ReadOnlySpan<ulong> allowed, int n)
    {
        for (var core = 0; core < allowed.Length * 64; core++)
        {
            if ((allowed[core / 64] >> (core % 64) & 1) != 0 && n-- == 0)
            {
                return core;
            }
        }

        return null;
    }

    // Thread 0 is the calling thread.
    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint bytes, ReadOnlySpan<ulong> mask);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nint bytes, Span<ulong> mask);
}
