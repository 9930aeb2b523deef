namespace Farm.Studies.Dynamics;

/// <summary>How an orbit ends.</summary>
internal enum OrbitEnd
{
    /// <summary>In a point.</summary>
    Point,

    /// <summary>In a cycle.</summary>
    Cycle,

    /// <summary>Bounded, with an exponent above 0 beyond its error.</summary>
    Chaotic,

    /// <summary>Bounded, without a period that was found or an exponent that is told from 0.</summary>
    Undecided,

    /// <summary>The norm left all bounds.</summary>
    Diverged,

    /// <summary>It comes back, but to a cycle that repels: float64 has lost what would lead it away.</summary>
    Rounding,
}
