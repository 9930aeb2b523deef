using System.Runtime.Intrinsics;

namespace Farm.Numerics;

/// <summary>SIMD width of the lane kernels, in bits. Results do not depend on it, speed does.</summary>
public enum LaneWidth
{
    /// <summary>4 lanes of float32.</summary>
    Bits128 = 128,

    /// <summary>8 lanes of float32.</summary>
    Bits256 = 256,

    /// <summary>16 lanes of float32.</summary>
    Bits512 = 512,
}

/// <summary>What this host offers.</summary>
public static class LaneWidths
{
    /// <summary>The widest width that the hardware has.</summary>
    public static LaneWidth Widest =>
        Vector512.IsHardwareAccelerated ? LaneWidth.Bits512
        : Vector256.IsHardwareAccelerated ? LaneWidth.Bits256
        : LaneWidth.Bits128;
}
