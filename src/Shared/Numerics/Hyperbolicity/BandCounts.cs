namespace Farm.Numerics;

/// <summary>How many eigenvalues have |μ| below, in and above the band [1 − τ, 1 + τ].</summary>
/// <param name="Below">|μ| &lt; 1 − τ.</param>
/// <param name="In">In the band.</param>
/// <param name="Above">|μ| &gt; 1 + τ.</param>
public readonly record struct BandCounts(int Below, int In, int Above)
{
    /// <summary>All of them.</summary>
    public int All => Below + In + Above;

    /// <summary>The type that these counts make, of a unit that some sample reaches.</summary>
    /// <param name="isCollapsed">Whether ‖θ‖ is below its least value.</param>
    public UnitType TypeOf(bool isCollapsed) => this switch
    {
        { In: > 0 } => UnitType.NonHyperbolic,
        { Below: > 0, Above: > 0 } => UnitType.Saddle,
        { Above: > 0 } => UnitType.Source,
        _ => isCollapsed ? UnitType.CollapsedSink : UnitType.HealthySink,
    };
}

/// <summary>A type with the counts that it hides.</summary>
/// <param name="Type">The type.</param>
/// <param name="Counts">The counts.</param>
public readonly record struct TypedCounts(UnitType Type, BandCounts Counts);
