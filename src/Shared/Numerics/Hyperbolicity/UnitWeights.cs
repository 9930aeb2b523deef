using System.Runtime.InteropServices;

namespace Farm.Numerics;

/// <summary>s_j of every sample and unit, a row of units a sample, padded to whole tiles with zeros.</summary>
internal sealed class UnitWeights(int mostSamples, int mostUnits)
{
    private readonly LaneMemory weights = Wide.Allocate(Wide.Padded(mostSamples) * Tiles(mostUnits) * UnitTileProduct.Width);

    /// <summary>Padded number of units.</summary>
    public int Stride { get; private set; }

    /// <summary>The weights.</summary>
    public Span<double> Numbers => weights.Numbers();

    /// <summary>The first weight.</summary>
    public ref double First => ref MemoryMarshal.GetReference(Numbers);

    /// <summary>Tiles that a number of units takes.</summary>
    public static int Tiles(int units) => (units + UnitTileProduct.Width - 1) / UnitTileProduct.Width;

    /// <summary>Starts over.</summary>
    public void Begin(int samples, int units)
    {
        Stride = Tiles(units) * UnitTileProduct.Width;
        Numbers[..(samples * Stride)].Clear();
    }
}
