using System.Buffers.Binary;

namespace Farm.Transport.Akka.Wire;

/// <summary>Puts a message into bytes: integers little-endian, lists and bytes after their length.</summary>
internal sealed class FrameWriter(int capacity)
{
    private byte[] bytes = new byte[Math.Max(capacity, 64)];
    private int length;

    /// <summary>The bytes written.</summary>
    public byte[] ToArray() => length == bytes.Length ? bytes : bytes[..length];

    /// <summary>A byte.</summary>
    public void Byte(byte value) => Next(1)[0] = value;

    /// <summary>A truth value: one byte, 0 or 1.</summary>
    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Four bytes.</summary>
    public void Int(int value) => BinaryPrimitives.WriteInt32LittleEndian(Next(4), value);

    /// <summary>Eight bytes.</summary>
    public void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Next(8), value);

    /// <summary>Sixteen bytes.</summary>
    public void Id(Guid value) => value.TryWriteBytes(Next(16));

    /// <summary>Bytes after their length.</summary>
    public void Bytes(ReadOnlyMemory<byte> value)
    {
        Int(value.Length);
        value.Span.CopyTo(Next(value.Length));
    }

    /// <summary>Integers after their number.</summary>
    public void Longs(long[] values)
    {
        Int(values.Length);
        foreach (var value in values)
        {
            Long(value);
        }
    }

    private Span<byte> Next(int count)
    {
        if (bytes.Length - length < count)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + count));
        }

        length += count;
        return bytes.AsSpan(length - count, count);
    }
}
