using System.Security.Cryptography;

namespace Farm.Domain;

/// <summary>
/// The digest of a curve: 32 zero bytes for no rows, then with each row SHA-256 over the digest so far and the row. So it
/// can be carried from slice to slice, and does not depend on where slices end.
/// </summary>
public static class CurveDigest
{
    /// <summary>Bytes of a digest.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>The digest of a curve with some more rows.</summary>
    /// <param name="before">The digest of the rows before these; 32 zero bytes for none.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columnVersion">Columns that are newer are left out.</param>
    public static byte[] Of(ReadOnlySpan<byte> before, CurveRows rows, int columnVersion = int.MaxValue)
    {
        var message = new byte[Length + rows.RowBytes];
        before.CopyTo(message);
        for (var row = 0; row < rows.Count; row++)
        {
            var end = Length + sizeof(long);
            rows.Row(row)[..sizeof(long)].CopyTo(message.AsSpan(Length));
            for (var column = 0; column < rows.Columns.Count; column++)
            {
                if (rows.Columns[column].Since <= columnVersion)
                {
                    var value = rows.Cell(column, row);
                    value.CopyTo(message.AsSpan(end));
                    end += value.Length;
                }
            }

            SHA256.HashData(message.AsSpan(0, end), message.AsSpan(0, Length));
        }

        return message[..Length];
    }
}
