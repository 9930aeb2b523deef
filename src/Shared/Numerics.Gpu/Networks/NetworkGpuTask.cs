using ILGPU;

namespace Farm.Numerics.Gpu.Networks;

/// <summary>Networks of one shape in training as kernels take them: one group of threads a trial.</summary>
/// <remarks>Public, as ILGPU wants what a kernel is launched with. Rows are filled up as those of a <see cref="Matrix"/>.</remarks>
public readonly struct NetworkGpuTask
{
    /// <summary>Inputs.</summary>
    public int Inputs { get; init; }

    /// <summary>Numbers of a row of inputs.</summary>
    public int InputStride { get; init; }

    /// <summary>Units of a layer.</summary>
    public int Width { get; init; }

    /// <summary>Numbers of a row of units.</summary>
    public int Stride { get; init; }

    /// <summary>Layers.</summary>
    public int Depth { get; init; }

    /// <summary>Outputs.</summary>
    public int Outputs { get; init; }

    /// <summary>Numbers of a row of outputs.</summary>
    public int OutputStride { get; init; }

    /// <summary>Most samples of a batch.</summary>
    public int BatchSize { get; init; }

    /// <summary>1 where targets are classes.</summary>
    public int HasClasses { get; init; }

    /// <summary>An <see cref="OptimizerKind"/>.</summary>
    public int Optimizer { get; init; }

    /// <summary>Numbers of a network's parameters.</summary>
    public int ParameterLength { get; init; }

    /// <summary>Slope below 0.</summary>
    public float Slope { get; init; }

    /// <summary>Derivative at 0.</summary>
    public float SlopeAtZero { get; init; }

    /// <summary>β or β₁.</summary>
    public float KeepFirst { get; init; }

    /// <summary>1 − β or 1 − β₁.</summary>
    public float TakeFirst { get; init; }

    /// <summary>β₂.</summary>
    public float KeepSecond { get; init; }

    /// <summary>1 − β₂.</summary>
    public float TakeSecond { get; init; }

    /// <summary>ε.</summary>
    public float Epsilon { get; init; }

    /// <summary>Inputs of all samples.</summary>
    public ArrayView<float> Data { get; init; }

    /// <summary>Targets of all samples; nothing where they are classes.</summary>
    public ArrayView<float> Targets { get; init; }

    /// <summary>Classes of all samples; nothing where they are numbers.</summary>
    public ArrayView<int> Classes { get; init; }

    /// <summary>Samples of each update of each trial.</summary>
    public ArrayView<int> Order { get; init; }

    /// <summary>How many of them there are in each update of each trial.</summary>
    public ArrayView<int> Sizes { get; init; }

    /// <summary>−η of each update of each trial, for Adam −η/(1 − β₁ᵗ).</summary>
    public ArrayView<float> Rates { get; init; }

    /// <summary>What second moments are multiplied by in each update of each trial.</summary>
    public ArrayView<float> Scales { get; init; }

    /// <summary>Parameters, first and second moments of each trial.</summary>
    public ArrayView<float> Parameters { get; init; }

    /// <summary>What a trial's batch makes: z of every layer, a of every layer, δ of every layer, outputs and their δ.</summary>
    public ArrayView<float> Scratch { get; init; }

    /// <summary>Updates that each trial has made; −1 − that where the loss was not finite.</summary>
    public ArrayView<int> Made { get; init; }

    /// <summary>Numbers of a layer's batch.</summary>
    internal int LayerLength => BatchSize * Stride;

    /// <summary>Numbers of a trial's scratch.</summary>
    internal int ScratchLength => 3 * Depth * LayerLength + 2 * BatchSize * OutputStride;

    /// <summary>Where a map's weights begin among the parameters; its biases follow.</summary>
    internal int MapAt(int map) => map == 0 ? 0 : (Inputs + 1) * Stride + (map - 1) * (Width + 1) * Stride;

    /// <summary>Inputs of a map.</summary>
    internal int InputsOf(int map) => map == 0 ? Inputs : Width;
}

/// <summary>Where a trial's parameters lie while it trains.</summary>
internal interface IParameterPlace
{
    /// <summary>Whether they are copied there and back.</summary>
    static abstract bool IsCopied { get; }

    /// <summary>The parameters.</summary>
    /// <param name="own">Where they lie in the device's memory.</param>
    static abstract ArrayView<float> Of(ArrayView<float> own);
}

/// <summary>In the memory that a group's threads share.</summary>
internal readonly struct SharedPlace : IParameterPlace
{
    /// <inheritdoc/>
    public static bool IsCopied => true;

    /// <inheritdoc/>
    public static ArrayView<float> Of(ArrayView<float> own) => SharedMemory.GetDynamic<float>();
}

/// <summary>In the device's memory.</summary>
internal readonly struct GlobalPlace : IParameterPlace
{
    /// <inheritdoc/>
    public static bool IsCopied => false;

    /// <inheritdoc/>
    public static ArrayView<float> Of(ArrayView<float> own) => own;
}
