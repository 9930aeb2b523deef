using System.Buffers.Binary;

namespace Farm.Coordinator.Ledger;

/// <summary>
/// What a write-ahead log that a killed writer left says about its file. A kill while the log was being moved into the
/// file leaves that shorter than its header says, with the missing pages still in the log; a file that was cut misses
/// pages that the log does not have, and SQLite would fill them with nothing.
/// </summary>
/// <remarks>Source: the SQLite file format, section 4, "The Write-Ahead Log".</remarks>
internal static class LedgerLog
{
    private const int HeaderBytes = 32;
    private const int SaltInHeaderAt = 16;
    private const int FrameHeaderBytes = 24;
    private const int SaltInFrameAt = 8;
    private const int SaltBytes = 8;

    /// <summary>Whether a log has every page from one to another, both included.</summary>
    /// <param name="log">The log's file, from its start.</param>
    /// <param name="pageBytes">Page size in bytes.</param>
    /// <param name="firstPage">First page, from 1.</param>
    /// <param name="lastPage">Last page.</param>
    public static bool HasPages(Stream log, int pageBytes, long firstPage, long lastPage)
    {
        var header = new byte[HeaderBytes];
        var frame = new byte[FrameHeaderBytes];
        if (log.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
        {
            return false;
        }

        var missing = new HashSet<long>();
        for (var page = firstPage; page <= lastPage; page++)
        {
            missing.Add(page);
        }

        // Frames with another salt are left of an earlier use of the log.
        var salt = header.AsSpan(SaltInHeaderAt, SaltBytes);
        while (missing.Count > 0
            && log.ReadAtLeast(frame, FrameHeaderBytes, throwOnEndOfStream: false) == FrameHeaderBytes
            && frame.AsSpan(SaltInFrameAt, SaltBytes).SequenceEqual(salt)
            && log.Position + pageBytes <= log.Length)
        {
            missing.Remove(BinaryPrimitives.ReadUInt32BigEndian(frame));
            log.Seek(pageBytes, SeekOrigin.Current);
        }

        return missing.Count == 0;
    }
}
