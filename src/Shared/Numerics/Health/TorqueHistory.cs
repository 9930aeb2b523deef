using System.Buffers.Binary;

namespace Farm.Numerics;

/// <summary>Which share of its checks each unit of a network has spent without torque.</summary>
public sealed class TorqueHistory
{
    private readonly int[] without;
    private readonly int width;
    private int checks;

    /// <summary>No checks yet.</summary>
    public TorqueHistory(NetworkShape shape) => (without, width) = (new int[checked(shape.Depth * shape.Width)], shape.Width);

    /// <summary>Checks made.</summary>
    public int Checks => checks;

    /// <summary>Bytes that <see cref="Save"/> writes.</summary>
    public int StateBytes => sizeof(int) * (1 + without.Length);

    /// <summary>Forgets all checks.</summary>
    public void Clear()
    {
        checks = 0;
        Array.Clear(without);
    }

    /// <summary>Adds a check.</summary>
    public void Add(NetworkHealth health, TorqueLimits limits)
    {
        checks++;
        for (var i = 0; i < without.Length; i++)
        {
            var layer = health[i / width];
            without[i] += limits.AreBroken(layer.Ratios[i % width], layer.Norms[i % width]) ? 1 : 0;
        }
    }

    /// <summary>Share of the checks in which a unit was without torque; NaN before any.</summary>
    public double Share(int layer, int unit) => (double)without[layer * width + unit] / checks;

    /// <summary>Writes what has been counted.</summary>
    /// <param name="state"><see cref="StateBytes"/> bytes.</param>
    public void Save(Span<byte> state)
    {
        BinaryPrimitives.WriteInt32LittleEndian(state, checks);
        for (var i = 0; i < without.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(state[(sizeof(int) * (i + 1))..], without[i]);
        }
    }

    /// <summary>Goes on from where <see cref="Save"/> was called.</summary>
    /// <exception cref="ArgumentException">The state has another length.</exception>
    public void Restore(ReadOnlySpan<byte> state)
    {
        if (state.Length != StateBytes)
        {
            throw new ArgumentException($"A state of {state.Length} bytes, not {StateBytes}.", nameof(state));
        }

        checks = BinaryPrimitives.ReadInt32LittleEndian(state);
        for (var i = 0; i < without.Length; i++)
        {
            without[i] = BinaryPrimitives.ReadInt32LittleEndian(state[(sizeof(int) * (i + 1))..]);
        }
    }
}
