using System.Buffers.Binary;

namespace Farm.Coordinator.Ledger;

/// <summary>
/// What the first bytes of a file say about it, read before SQLite opens it: a foreign, newer or cut file must not be
/// touched, and SQLite would recover, or even empty, some of them.
/// </summary>
/// <remarks>Source: the SQLite file format, section 1.3, "The Database Header".</remarks>
internal static class LedgerHeader
{
    /// <summary>Length of the header in bytes.</summary>
    public const int Length = 100;

    private const int PageSizeAt = 16;
    private const int FormatVersionsAt = 18;
    private const byte RollbackFormat = 1;
    private const int PageCountAt = 28;
    private const int UserVersionAt = 60;
    private const int ApplicationIdAt = 68;

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>What is wrong with a file, or null.</summary>
    /// <param name="path">Its name, for the message.</param>
    /// <param name="start">Its first <see cref="Length"/> bytes, fewer when it is shorter.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="hasLog">
    /// Whether a write-ahead log or a rollback journal lies beside it: then the file may rightly be shorter than it
    /// says, since pages are still to be written or taken back.
    /// </param>
    public static LedgerException? Fault(string path, ReadOnlySpan<byte> start, long length, bool hasLog)
    {
        if (length == 0)
        {
            return hasLog
                ? Truncated(path, "is empty, though a log lies beside it")
                : new(
                    LedgerFault.Foreign,
                    $"{path}: is empty, so it is no ledger; delete it or give another --ledger.");
        }

        if (!start.StartsWith(Magic[..Math.Min(Magic.Length, start.Length)]))
        {
            return new(
                LedgerFault.Foreign, $"{path}: is no ledger (not an SQLite file); give another --ledger.");
        }

        if (start.Length < Length)
        {
            return Truncated(path, $"ends after {length} bytes");
        }

        if (BinaryPrimitives.ReadInt32BigEndian(start[ApplicationIdAt..]) != LedgerSchema.ApplicationId)
        {
            return new(
                LedgerFault.Foreign,
                $"{path}: is no ledger (an SQLite file of another program); give another --ledger.");
        }

        var version = BinaryPrimitives.ReadInt32BigEndian(start[UserVersionAt..]);
        if (version > LedgerSchema.Version)
        {
            return LedgerSchema.Newer(path, version);
        }

        var said = PageBytes(start) * PageCount(start);
        return said > length && !hasLog ? Truncated(path, $"has {length} bytes of {said}") : null;
    }

    /// <summary>Reads and judges a file.</summary>
    /// <remarks>
    /// Never while this process has the file open in SQLite: closing any descriptor of a file drops all POSIX locks
    /// that the process has on it.
    /// </remarks>
    /// <exception cref="LedgerException">It is no ledger, a newer one, or cut.</exception>
    public static void Check(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> start = stackalloc byte[Length];
        var read = RandomAccess.Read(file, start, 0);
        if (Fault(path, start[..read], RandomAccess.GetLength(file), HasLog(path)) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>Makes sure that a log holds what its file, shorter than it says, misses.</summary>
    /// <remarks>Only for who has the lock: a live writer may be moving its log into the file.</remarks>
    /// <exception cref="LedgerException">The file is cut.</exception>
    public static void CheckCovered(string path)
    {
        if (!HasContent(path + "-wal") || HasContent(path + "-journal"))
        {
            return;
        }

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> start = stackalloc byte[Length];
        RandomAccess.Read(file, start, 0);
        var (length, pageBytes, pages) = (RandomAccess.GetLength(file), PageBytes(start), PageCount(start));
        using var log = File.OpenRead(path + "-wal");
        if (pageBytes * pages > length && !LedgerLog.HasPages(log, (int)pageBytes, length / pageBytes + 1, pages))
        {
            throw Truncated(path, $"has {length} bytes of {pageBytes * pages}, and its log not the rest");
        }
    }

    /// <summary>
    /// A new file must not be made beside the log of one that is gone: SQLite would play it into the new.
    /// </summary>
    /// <exception cref="LedgerException">There is such a log.</exception>
    public static void CheckNoLog(string path)
    {
        if (HasLog(path))
        {
            throw new LedgerException(
                LedgerFault.Truncated,
                $"{path}: is gone, though its log lies there; put it back, or move {path}-wal and "
                + $"{path}-journal away.");
        }
    }

    /// <summary>
    /// Marks a fresh copy, which took over the mark of a ledger in use, as one plain file without a log. SQLite could
    /// do so only with the locks that the copy's file system may not have.
    /// </summary>
    public static void LeaveLogMode(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.Write(file, [RollbackFormat, RollbackFormat], FormatVersionsAt);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Whether a write-ahead log or a rollback journal with any content lies beside a file.</summary>
    public static bool HasLog(string path) => HasContent(path + "-wal") || HasContent(path + "-journal");

    private static bool HasContent(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    private static long PageBytes(ReadOnlySpan<byte> start) =>
        BinaryPrimitives.ReadUInt16BigEndian(start[PageSizeAt..]) is var size && size == 1 ? 65536 : size;

    private static long PageCount(ReadOnlySpan<byte> start) =>
        BinaryPrimitives.ReadUInt32BigEndian(start[PageCountAt..]);

    private static LedgerException Truncated(string path, string how) =>
        new(
            LedgerFault.Truncated,
            $"{path}: the ledger {how}: it is truncated; restore it from a copy (nothing was changed).");
}
