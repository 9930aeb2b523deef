namespace Farm.Numerics;

/// <summary>A fully connected network: inputs, layers of activated units, linear outputs.</summary>
/// <remarks>
/// <para>Plain: z_l = a_{l−1}·W_l + b_l, a_l = act(z_l) for layers l = 0 … depth − 1, a_{−1} the inputs; f = a·Vᵀ + c.</para>
/// <para>Residual: h = x·W_0 + b_0; then depth/2 blocks h ← h + act(BN(act(BN h)·W₁))·W₂; f = h·Vᵀ + c. Every layer's
/// pre-activation is the normalised one, z = gain·(s − mean)/√(variance + 1e-5) + shift, of what its map, together with h in
/// every even layer, gives. W₁ and W₂ have no bias: normalisation or the output's would take it up.</para>
/// <para>Maps are counted from 0, the one that reads the inputs; a plain network has one a layer, a residual one another
/// after its last layer.</para>
/// </remarks>
/// <param name="Inputs">Inputs, at least 1.</param>
/// <param name="Width">Units of a layer, at least 1.</param>
/// <param name="Depth">Layers of activated units, at least 1; even in a residual network.</param>
/// <param name="Outputs">Outputs, at least 1.</param>
public sealed record NetworkShape(int Inputs, int Width, int Depth, int Outputs)
{
    /// <summary>What a unit makes of its pre-activation.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Slope of a leaky ReLU below 0.</summary>
    public float Slope { get; init; } = 0.01f;

    /// <summary>Whether layers are in residual blocks with batch normalisation.</summary>
    public bool IsResidual { get; init; }

    /// <summary>Number of hidden maps.</summary>
    public int Maps => IsResidual ? Depth + 1 : Depth;

    /// <summary>Number of parameters: weights, biases, gains and shifts.</summary>
    public long Parameters
    {
        get
        {
            long width = Width;
            var hidden = Inputs * width + width + (Maps - 1) * (width * width + (IsResidual ? 0 : width));
            return hidden + (IsResidual ? 2 * Depth * width : 0) + Outputs * (width + 1);
        }
    }

    /// <summary>What an activation multiplies a pre-activation below 0 by.</summary>
    public float SlopeBelow => Activation switch
    {
        Activation.LeakyRelu => Slope,
        Activation.Abs => -1,
        _ => 0,
    };

    /// <summary>The derivative of the activation at 0.</summary>
    public float SlopeAtZero => Activation == Activation.LeakyRelu ? Slope : 0;

    /// <summary>Inputs of a map.</summary>
    public int InputsOf(int map) => map == 0 ? Inputs : Width;

    /// <summary>Whether a map has biases.</summary>
    public bool HasBias(int map) => map == 0 || !IsResidual;

    /// <summary>Refuses sizes that make no network.</summary>
    /// <exception cref="ArgumentException">A size is below 1, or the depth of a residual network odd.</exception>
    public void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Depth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Outputs, 1);
        if (IsResidual && Depth % 2 != 0)
        {
            throw new ArgumentException($"A residual network of depth {Depth}: each block has two layers, so depth is even.");
        }
    }
}
