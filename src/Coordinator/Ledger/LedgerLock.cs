using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Farm.Coordinator.Ledger;

/// <summary>
/// The operating-system lock on <c>FILE.lock</c> that makes one coordinator the ledger's only writer. The file's text
/// only informs: what is left by a dead process is simply taken over. The file stays, since deleting a lock that
/// another may be about to take is a race; a clean release empties it.
/// </summary>
internal sealed class LedgerLock : IDisposable
{
    private const int MostText = 1000;
    private const string LibC = "libc";
    private readonly FileStream file;

    private LedgerLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="LedgerException">Another coordinator has it, or the file cannot be written.</exception>
    public static LedgerLock Take(string ledgerPath, DateTimeOffset now)
    {
        var path = ledgerPath + ".lock";
        FileStream file;
        try
        {
            // On Unix this is flock, exclusive for None only; on Windows Read lets others see who has it.
            var share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 0);
        }
        catch (IOException e) when (StorageFault.IsLocked(e))
        {
            throw InUse(ledgerPath, path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageFault.Of(ledgerPath, e);
        }

        try
        {
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"host {Environment.MachineName}, process {Environment.ProcessId}, since {now:yyyy-MM-ddTHH:mm:ssK}\n")));
            return new LedgerLock(file);
        }
        catch (IOException e)
        {
            file.Dispose();
            throw StorageFault.Of(ledgerPath, e);
        }
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose()
    {
        try
        {
            file.SetLength(0);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The text only informs; the lock itself goes with the descriptor.
        }

        file.Dispose();
    }

    private static LedgerException InUse(string ledgerPath, string lockPath, Exception inner)
    {
        var owner = ReadText(lockPath).Trim();
        var who = owner.Length == 0 ? "another coordinator" : $"a coordinator ({owner})";
        return new LedgerException(
            LedgerFault.InUse,
            $"{ledgerPath}: {who} has this ledger open; wait for it, stop it, or give another --ledger.",
            inner);
    }

    private static string ReadText(string path)
    {
        var bytes = new byte[MostText];
        if (OperatingSystem.IsWindows())
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return Encoding.UTF8.GetString(bytes, 0, file.Read(bytes));
        }

        // A FileStream would ask for the lock itself; the plain calls do not.
        var descriptor = Open(Encoding.UTF8.GetBytes(path + '\0'), 0);
        if (descriptor < 0)
        {
            return "";
        }

        var read = Read(descriptor, bytes, bytes.Length);
        _ = Close(descriptor);
        return read <= 0 ? "" : Encoding.UTF8.GetString(bytes, 0, (int)read);
    }

    [DllImport(LibC, EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport(LibC, EntryPoint = "read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Read(int descriptor, byte[] buffer, nint count);

    [DllImport(LibC, EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
