using System.Runtime.InteropServices;

namespace Farm.EndToEnd.Tests.Networks;

/// <summary>The system calls that make network devices; they need root.</summary>
internal static unsafe partial class NativeMethods
{
    public const int ReadWrite = 2;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int NewNetwork = 0x40000000;
    public const short HasInput = 1;

    private const nuint SetInterface = 0x400454ca;
    private const short TapWithoutHeader = 0x1002;

    /// <summary>An <c>ifreq</c>: a device's name and its flags.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct InterfaceRequest
    {
        public fixed byte Name[16];
        public short Flags;
        private fixed byte rest[22];
    }

    /// <summary>A <c>pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }

    /// <summary>Makes the device of an opened <c>/dev/net/tun</c>.</summary>
    public static void MakeTap(int descriptor, string name)
    {
        var request = new InterfaceRequest { Flags = TapWithoutHeader };
        for (var i = 0; i < name.Length; i++)
        {
            request.Name[i] = (byte)name[i];
        }

        Check(Ioctl(descriptor, SetInterface, &request), "make a tap device");
    }

    /// <summary>Throws for a call that returned -1.</summary>
    public static int Check(int result, string what) => result >= 0
        ? result
        : throw new IOException($"Cannot {what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    public static partial int EnterNamespace(int descriptor, int kind);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(int descriptor, nuint request, void* argument);
}
