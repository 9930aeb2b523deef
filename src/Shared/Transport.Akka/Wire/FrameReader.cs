using System.Buffers.Binary;
using Farm.Transport.Wire;

namespace Farm.Transport.Akka.Wire;

/// <summary>Reads what <see cref="FrameWriter"/> wrote; whatever else the bytes are is a <see cref="WireException"/>.</summary>
internal sealed class FrameReader(ReadOnlyMemory<byte> bytes)
{
    private int at;

    /// <summary>Bytes that are not read yet.</summary>
    public int Left => bytes.Length - at;

    /// <summary>A byte.</summary>
    public byte Byte() => Next(1).Span[0];

    /// <summary>A truth value.</summary>
    public bool Bool() => Byte() switch
    {
        0 => false,
        1 => true,
        _ => throw new WireException("A truth value is neither 0 nor 1."),
    };

    /// <summary>An integer from a least to a most.</summary>
    public int Int(int least, int most, string member) =>
        WireCheck.Within(BinaryPrimitives.ReadInt32LittleEndian(Next(4).Span), least, most, member);

    /// <summary>A number of something, from 0.</summary>
    public long Number(string member) =>
        WireCheck.Within(BinaryPrimitives.ReadInt64LittleEndian(Next(8).Span), 0, long.MaxValue, member);

    /// <summary>Sixteen bytes.</summary>
    public Guid Id() => new(Next(16).Span);

    /// <summary>Bytes, not copied.</summary>
    public ReadOnlyMemory<byte> Bytes(int most, string member) => Next(Int(0, Math.Min(most, int.MaxValue), member));

    /// <summary>Numbers.</summary>
    public long[] Numbers(string member) => List(8, member, r => r.Number(member));

    /// <summary>A list whose entries have some bytes at least: one that is longer than what is left is refused unread.</summary>
    public T[] List<T>(int leastBytes, string member, Func<FrameReader, T> read)
    {
        var list = new T[Int(0, Left / leastBytes, member)];
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = read(this);
        }

        return list;
    }

    /// <summary>Nothing may be left.</summary>
    public void End()
    {
        if (Left > 0)
        {
            WireCheck.Throw($"the message has {Left} bytes too many");
        }
    }

    private ReadOnlyMemory<byte> Next(int count)
    {
        if (count > Left)
        {
            WireCheck.Throw($"the message ends {count - Left} bytes early");
        }

        at += count;
        return bytes.Slice(at - count, count);
    }
}
