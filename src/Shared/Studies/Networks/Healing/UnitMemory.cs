using System.Buffers.Binary;

namespace Farm.Studies.Networks.Healing;

/// <summary>What healing remembers of every unit from check to check; saved with a trial's state.</summary>
/// <param name="units">Units of the whole network.</param>
internal sealed class UnitMemory(int units)
{
    private const int UnitBytes = 2 * sizeof(byte) + 2 * sizeof(int) + sizeof(long) + sizeof(double);
    private const byte PrunedBit = 1;
    private const byte ReplacedBit = 2;

    /// <summary>How far a unit without torque has escalated: actions done since it last was in bounds.</summary>
    public byte[] Levels { get; } = new byte[units];

    /// <summary>Whether a unit is pruned: nothing is done to it any more.</summary>
    public bool[] ArePruned { get; } = new bool[units];

    /// <summary>Whether a unit was drawn anew once.</summary>
    public bool[] WereReplaced { get; } = new bool[units];

    /// <summary>Checks in a row that found a unit of no use.</summary>
    public int[] Runs { get; } = new int[units];

    /// <summary>Updates at which a unit made leaky is so no longer; 0 for one that is not.</summary>
    public long[] LeakyUntil { get; } = new long[units];

    /// <summary>Looks at curvature that gave a finite λ.</summary>
    public int[] Seen { get; } = new int[units];

    /// <summary>Moving average of a unit's largest λ.</summary>
    public double[] Averages { get; } = new double[units];

    /// <summary>Bytes that <see cref="Save"/> writes.</summary>
    public int StateBytes => checked(units * UnitBytes);

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Array.Clear(Levels);
        Array.Clear(ArePruned);
        Array.Clear(WereReplaced);
        Array.Clear(Runs);
        Array.Clear(LeakyUntil);
        Array.Clear(Seen);
        Array.Clear(Averages);
    }

    public void Save(Span<byte> state)
    {
        for (var unit = 0; unit < units; unit++, state = state[UnitBytes..])
        {
            state[0] = Levels[unit];
            state[1] = (byte)((ArePruned[unit] ? PrunedBit : 0) | (WereReplaced[unit] ? ReplacedBit : 0));
            BinaryPrimitives.WriteInt32LittleEndian(state[2..], Runs[unit]);
            BinaryPrimitives.WriteInt32LittleEndian(state[6..], Seen[unit]);
            BinaryPrimitives.WriteInt64LittleEndian(state[10..], LeakyUntil[unit]);
            BinaryPrimitives.WriteDoubleLittleEndian(state[18..], Averages[unit]);
        }
    }

    public void Restore(ReadOnlySpan<byte> state)
    {
        for (var unit = 0; unit < units; unit++, state = state[UnitBytes..])
        {
            Levels[unit] = state[0];
            ArePruned[unit] = (state[1] & PrunedBit) != 0;
            WereReplaced[unit] = (state[1] & ReplacedBit) != 0;
            Runs[unit] = BinaryPrimitives.ReadInt32LittleEndian(state[2..]);
            Seen[unit] = BinaryPrimitives.ReadInt32LittleEndian(state[6..]);
            LeakyUntil[unit] = BinaryPrimitives.ReadInt64LittleEndian(state[10..]);
            Averages[unit] = BinaryPrimitives.ReadDoubleLittleEndian(state[18..]);
        }
    }
}
