using System.Security.Cryptography;
using Farm.Domain;

namespace Farm.Transport.Wire;

/// <summary>
/// Ties reports to orders: an order goes out with a key that is made of the ledger's secret and the order's bytes, and
/// its report comes back with a code that is made of that key and the report's bytes. So who was never given an order
/// cannot answer it, and the coordinator, also a later one, needs to remember no key.
/// </summary>
internal static class OrderSeal
{
    /// <summary>Bytes of a key, and of a code.</summary>
    public const int Length = HMACSHA256.HashSizeInBytes;

    /// <summary>An order's key: HMAC-SHA256 of its bytes under the ledger's secret.</summary>
    /// <param name="secret">The ledger's secret.</param>
    /// <param name="orderBytes">The order as <see cref="WireCodec.WriteName"/> writes it.</param>
    public static byte[] KeyOf(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> orderBytes) =>
        HMACSHA256.HashData(secret, orderBytes);

    /// <summary>A report's code: HMAC-SHA256 of its bytes under the key of its order.</summary>
    public static byte[] CodeOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> reportBytes) =>
        HMACSHA256.HashData(key, reportBytes);

    /// <summary>
    /// Whether a report comes from someone who was given its order; takes the same time for any code.
    /// </summary>
    /// <param name="secret">The ledger's secret.</param>
    /// <param name="report">The report as it was read.</param>
    /// <param name="reportBytes">Its bytes as they came.</param>
    /// <param name="code">The code that came with them.</param>
    public static bool Matches(
        ReadOnlySpan<byte> secret, ShardReport report, ReadOnlySpan<byte> reportBytes, ReadOnlySpan<byte> code)
    {
        Span<byte> key = stackalloc byte[Length];
        Span<byte> expected = stackalloc byte[Length];
        HMACSHA256.HashData(secret, WireCodec.WriteName(report.Order), key);
        HMACSHA256.HashData(key, reportBytes, expected);
        return CryptographicOperations.FixedTimeEquals(expected, code);
    }
}
