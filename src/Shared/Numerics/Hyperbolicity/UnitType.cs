namespace Farm.Numerics;

/// <summary>What a unit's update, linearised where the unit is, does to the unit's parameters.</summary>
public enum UnitType : byte
{
    /// <summary>Every |μ| is below the band, and the parameters are not about 0.</summary>
    HealthySink,

    /// <summary>Every |μ| is below the band, and the parameters are about 0: they describe no hyperplane.</summary>
    CollapsedSink,

    /// <summary>Every |μ| is above the band.</summary>
    Source,

    /// <summary>Some |μ| above the band, some below, none in it.</summary>
    Saddle,

    /// <summary>Some |μ| in the band around 1: degenerate.</summary>
    NonHyperbolic,

    /// <summary>The unit is active on no sample.</summary>
    Off,

    /// <summary>The unit is active, but nothing of it reaches the loss: every s is 0.</summary>
    Blocked,

    /// <summary>A number that the type depends on is not finite.</summary>
    NotFinite,
}
