namespace Farm.Studies.Healing;

/// <summary>What healing does to a network (prototype-surface-control.md §5, phase-portrait-and-hyperbolicity.md).</summary>
/// <remarks>The order is that of the axis <c>healing</c>, then of <c>rescue</c>; it is stored in states and columns.</remarks>
public enum HealingAction : byte
{
    /// <summary>Dead data: every bias of the layer rises until every sample reaches some unit.</summary>
    BiasWarmUp,

    /// <summary>No torque: w += α·g_t, g_t the part of the gradient that is orthogonal to w. The source's; nothing where g_t = 0.</summary>
    Tangent,

    /// <summary>No torque: w += α‖w‖·u, u a random unit vector orthogonal to w.</summary>
    Noise,

    /// <summary>No torque: the unit has a slope below 0 for some updates.</summary>
    Leaky,

    /// <summary>A unit of no use: its parameters are drawn anew.</summary>
    Reinit,

    /// <summary>A unit of no use: its parameters and what leads on from it become 0, and stay it.</summary>
    Prune,

    /// <summary>Each unit's step size goes with its own curvature.</summary>
    StepSize,

    /// <summary>All weights shrink at every update.</summary>
    WeightDecay,

    /// <summary>Of <c>rescue</c>, not of the general loop: a unit is moved so that a sample that was dead reaches it.</summary>
    Revive,

    /// <summary>Of <c>rescue</c>, not of the general loop: a hyperplane that lies too far out goes back to the centre, b = 0.</summary>
    Centre,
}
