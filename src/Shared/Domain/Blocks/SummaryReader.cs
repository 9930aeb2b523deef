using System.Buffers.Binary;

namespace Farm.Domain;

/// <summary>Reads the parts of encoded summaries, as <see cref="SummaryCodec"/> writes them.</summary>
internal ref struct SummaryReader(ReadOnlySpan<byte> encoded)
{
    private ReadOnlySpan<byte> rest = encoded;

    /// <summary>Whether all is read.</summary>
    public readonly bool IsAtEnd => rest.IsEmpty;

    /// <summary>A count.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public long Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (rest.IsEmpty)
            {
                break;
            }

            var next = rest[0];
            rest = rest[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value <= long.MaxValue
                    ? (long)value
                    : throw new FormatException("The stored summary holds a count beyond all trials.");
            }
        }

        throw new FormatException("The stored summary ends within a count.");
    }

    /// <summary>How many bins after an empty one are empty as well.</summary>
    /// <param name="most">Bins that are left.</param>
    /// <exception cref="FormatException">There are more, or no count.</exception>
    public long Zeros(long most)
    {
        var zeros = Varint();
        return zeros <= most
            ? zeros
            : throw new FormatException("The stored histogram has a run of empty bins beyond its last.");
    }

    /// <summary>A number.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public double Double()
    {
        if (rest.Length < 8)
        {
            throw new FormatException("The stored summary ends within a number.");
        }

        var value = BinaryPrimitives.ReadDoubleLittleEndian(rest);
        rest = rest[8..];
        return value;
    }
}
