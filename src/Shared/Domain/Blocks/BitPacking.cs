using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Farm.Domain;

/// <summary>
/// Packs whole numbers into few bits each: value after value without gaps, the lowest bit first, the last byte filled
/// up with zeros.
/// </summary>
public static class BitPacking
{
    /// <summary>Bytes that so many values of so many bits take.</summary>
    public static int Bytes(int values, int bits) => checked((int)(((long)values * bits + 7) / 8));

    /// <summary>Packs bytes.</summary>
    /// <param name="values">The values.</param>
    /// <param name="bits">Bits of each, 1 to 8.</param>
    /// <param name="to">Zeros, as many as <see cref="Bytes"/> says.</param>
    /// <returns>False when a value does not fit.</returns>
    public static bool Pack(ReadOnlySpan<byte> values, int bits, Span<byte> to)
    {
        var all = 0;
        var done = 0;
        if (Bmi2.X64.IsSupported)
        {
            // Eight values fill whole bytes.
            var mask = ((1UL << bits) - 1) * 0x0101010101010101UL;
            var outside = 0UL;
            for (; done + 8 <= values.Length && done / 8 * bits + 8 <= to.Length; done += 8)
            {
                var eight = BinaryPrimitives.ReadUInt64LittleEndian(values[done..]);
                outside |= eight & ~mask;
                // The zeros above the packed bits are overwritten by what follows.
                BinaryPrimitives.WriteUInt64LittleEndian(
                    to[(done / 8 * bits)..], Bmi2.X64.ParallelBitExtract(eight, mask));
            }

            all = outside == 0 ? 0 : 1 << bits;
        }

        for (; done < values.Length; done++)
        {
            all |= values[done];
            Put(values[done], done, bits, to);
        }

        return all < 1 << bits;
    }

    /// <summary>Packs counts of 1 to 16 bits; as <see cref="Pack(ReadOnlySpan{byte}, int, Span{byte})"/>.</summary>
    public static bool Pack(ReadOnlySpan<ushort> values, int bits, Span<byte> to)
    {
        if (bits == 16 && BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(to);
            return true;
        }

        var all = 0;
        for (var i = 0; i < values.Length; i++)
        {
            all |= values[i];
            Put(values[i], i, bits, to);
        }

        return all < 1 << bits;
    }

    /// <summary>Unpacks bytes of 1 to 8 bits.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, int bits, Span<byte> to)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = (byte)Get(packed, i, bits);
        }
    }

    /// <summary>Unpacks counts of 1 to 16 bits.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, int bits, Span<ushort> to)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = (ushort)Get(packed, i, bits);
        }
    }

    private static void Put(int value, int index, int bits, Span<byte> to)
    {
        var at = (long)index * bits;
        var shifted = value << (int)(at & 7);
        for (var i = (int)(at >> 3); shifted != 0 && i < to.Length; i++, shifted >>= 8)
        {
            to[i] |= (byte)shifted;
        }
    }

    private static int Get(ReadOnlySpan<byte> packed, int index, int bits)
    {
        var at = (long)index * bits;
        var first = (int)(at >> 3);
        var value = 0;
        for (var i = Math.Min(first + 2, packed.Length - 1); i >= first; i--)
        {
            value = (value << 8) | packed[i];
        }

        return (value >> (int)(at & 7)) & ((1 << bits) - 1);
    }
}
