namespace Farm.Numerics.Gpu.Dynamics;

/// <summary>Three numbers in a thread's registers: a unit's parameters, or a tangent.</summary>
internal struct UnitState(GpuDouble x, GpuDouble y, GpuDouble z)
{
    /// <summary>First weight.</summary>
    public GpuDouble X = x;

    /// <summary>Second weight.</summary>
    public GpuDouble Y = y;

    /// <summary>Bias.</summary>
    public GpuDouble Z = z;

    /// <summary>Dot product.</summary>
    public static GpuDouble Dot(in UnitState v, in UnitState w) => GpuDouble.FusedMultiplyAdd(
        v.X, w.X, GpuDouble.FusedMultiplyAdd(v.Y, w.Y, v.Z * w.Z));

    /// <summary>Takes a share of another away.</summary>
    public void Subtract(in UnitState w, GpuDouble share)
    {
        X = GpuDouble.FusedMultiplyAdd(-share, w.X, X);
        Y = GpuDouble.FusedMultiplyAdd(-share, w.Y, Y);
        Z = GpuDouble.FusedMultiplyAdd(-share, w.Z, Z);
    }

    /// <summary>Multiplies by a symmetric matrix's entries 11, 12, 13, 22, 23, 33.</summary>
    public void Multiply(in UnitState first, in UnitState rest)
    {
        this = new UnitState(
            GpuDouble.FusedMultiplyAdd(first.X, X, GpuDouble.FusedMultiplyAdd(first.Y, Y, first.Z * Z)),
            GpuDouble.FusedMultiplyAdd(first.Y, X, GpuDouble.FusedMultiplyAdd(rest.X, Y, rest.Y * Z)),
            GpuDouble.FusedMultiplyAdd(first.Z, X, GpuDouble.FusedMultiplyAdd(rest.Y, Y, rest.Z * Z)));
    }
}
