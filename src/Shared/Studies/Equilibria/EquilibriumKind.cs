namespace Farm.Studies.Equilibria;

/// <summary>What a face holds. From Passing on: the loss is stationary along the face somewhere in it.</summary>
internal enum EquilibriumKind
{
    /// <summary>No parameters give these signs.</summary>
    Impossible,

    /// <summary>Nowhere in the face is the loss stationary along it.</summary>
    None,

    /// <summary>Stationary along a kink, but across it all slopes push one way: nothing stays.</summary>
    Passing,

    /// <summary>0 is a mean of the gradients around, and the loss falls in some direction and rises in another.</summary>
    Saddle,

    /// <summary>The loss rises in no direction.</summary>
    Maximum,

    /// <summary>A minimum, level in some direction.</summary>
    FlatMinimum,

    /// <summary>The loss rises in every direction.</summary>
    StrictMinimum,
}
