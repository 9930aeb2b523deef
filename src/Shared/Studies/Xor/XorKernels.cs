using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>Chooses the kernel that is compiled for a width, a model and an optimiser.</summary>
internal static class XorKernels
{
    /// <summary>A new kernel.</summary>
    /// <param name="width">SIMD width.</param>
    /// <param name="model">Axis <c>model</c>, with <c>leaky-</c> before it where the slope is not 0.</param>
    /// <param name="optimizer">Axis <c>optimizer</c>.</param>
    public static IXorKernel Create(LaneWidth width, string model, string optimizer) => width switch
    {
        LaneWidth.Bits128 => Create<Lanes128>(model, optimizer),
        LaneWidth.Bits256 => Create<Lanes256>(model, optimizer),
        LaneWidth.Bits512 => Create<Lanes512>(model, optimizer),
        _ => throw new ArgumentOutOfRangeException(nameof(width), width, "No such SIMD width."),
    };

    private static IXorKernel Create<T>(string model, string optimizer)
        where T : struct, ILanes<T> => model switch
        {
            "relu-pair" => Create<T, ReluModel<TwoUnits>>(optimizer),
            "leaky-relu-pair" => Create<T, LeakyModel<TwoUnits>>(optimizer),
            "relu" => Create<T, ReluModel<OneUnit>>(optimizer),
            "leaky-relu" => Create<T, LeakyModel<OneUnit>>(optimizer),
            "abs" => Create<T, AbsModel>(optimizer),
            _ => throw new ArgumentOutOfRangeException(nameof(model), model, "No such model."),
        };

    private static IXorKernel Create<T, TModel>(string optimizer)
        where T : struct, ILanes<T>
        where TModel : struct, IXorModel => optimizer switch
        {
            "adam" => new XorKernel<T, TModel, Adam>(),
            "gradient-descent" => new XorKernel<T, TModel, GradientDescent>(),
            "heavy-ball" => new XorKernel<T, TModel, HeavyBall>(),
            _ => throw new ArgumentOutOfRangeException(nameof(optimizer), optimizer, "No such optimiser."),
        };
}
