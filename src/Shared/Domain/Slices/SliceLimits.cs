namespace Farm.Domain;

/// <summary>What one slice of a long trial may hold at most.</summary>
public static class SliceLimits
{
    /// <summary>Bytes of a study's state: 32 MiB.</summary>
    public const int StateBytes = 32 << 20;

    /// <summary>Bytes of the curve's rows in one slice: 1 MiB.</summary>
    public const int CurveBytes = 1 << 20;
}
