using System.Buffers.Binary;

namespace Farm.Studies.Healing;

/// <summary>How often each action was done in a trial so far.</summary>
public sealed class HealingCounts
{
    /// <summary>Number of actions there are.</summary>
    public const int Actions = (int)HealingAction.WeightDecay + 1;

    /// <summary>Bytes that <see cref="Save"/> writes.</summary>
    public const int StateBytes = Actions * sizeof(long);

    private readonly long[] counts = new long[Actions];

    /// <summary>How often one was done.</summary>
    public long this[HealingAction action] => counts[(int)action];

    /// <summary>Forgets all.</summary>
    public void Clear() => Array.Clear(counts);

    /// <summary>Counts one more.</summary>
    internal void Add(HealingAction action) => counts[(int)action]++;

    /// <summary>Writes the counts.</summary>
    public void Save(Span<byte> state)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(state[(i * sizeof(long))..], counts[i]);
        }
    }

    /// <summary>Goes on from where <see cref="Save"/> was called.</summary>
    public void Restore(ReadOnlySpan<byte> state)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = BinaryPrimitives.ReadInt64LittleEndian(state[(i * sizeof(long))..]);
        }
    }
}
