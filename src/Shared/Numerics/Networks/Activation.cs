namespace Farm.Numerics;

/// <summary>What a unit makes of its pre-activation z: z above 0, a multiple of z below.</summary>
/// <remarks>The derivative at 0 is 0 for <see cref="Relu"/> and <see cref="Abs"/>, the slope for <see cref="LeakyRelu"/>.</remarks>
public enum Activation
{
    /// <summary>max(z, 0).</summary>
    Relu,

    /// <summary>z above 0, slope·z below.</summary>
    LeakyRelu,

    /// <summary>|z|.</summary>
    Abs,
}
