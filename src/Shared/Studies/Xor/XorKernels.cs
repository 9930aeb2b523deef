using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>Chooses the kernel that is compiled for a width, a model, an optimiser and healing.</summary>
internal static class XorKernels
{
    /// <summary>A new kernel.</summary>
    /// <param name="width">SIMD width.</param>
    /// <param name="kind">What it is compiled for.</param>
    public static IXorKernel Create(LaneWidth width, XorKernelKind kind) => width switch
    {
        LaneWidth.Bits128 => Create<Lanes128>(kind),
        LaneWidth.Bits256 => Create<Lanes256>(kind),
        LaneWidth.Bits512 => Create<Lanes512>(kind),
        _ => throw new ArgumentOutOfRangeException(nameof(width), width, "No such SIMD width."),
    };

    private static IXorKernel Create<T>(XorKernelKind kind)
        where T : struct, ILanes<T> => (kind.Model, kind.IsLeaky, kind.Healing) switch
        {
            ("relu-pair", false, XorHealingKind.CheckedLeaky) => Create<T, UnevenModel<TwoUnits>, CheckedLeaky>(kind.Optimizer),
            ("relu", false, XorHealingKind.CheckedLeaky) => Create<T, UnevenModel<OneUnit>, CheckedLeaky>(kind.Optimizer),
            ("relu-pair", false, _) => Create<T, ReluModel<TwoUnits>>(kind),
            ("relu-pair", true, _) => Create<T, LeakyModel<TwoUnits>>(kind),
            ("relu", false, _) => Create<T, ReluModel<OneUnit>>(kind),
            ("relu", true, _) => Create<T, LeakyModel<OneUnit>>(kind),
            ("abs", _, _) => Create<T, AbsModel>(kind),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such model."),
        };

    private static IXorKernel Create<T, TModel>(XorKernelKind kind)
        where T : struct, ILanes<T>
        where TModel : struct, IXorModel => kind.Healing switch
        {
            XorHealingKind.Unhealed => Create<T, TModel, Unhealed>(kind.Optimizer),
            XorHealingKind.Rescued => Create<T, TModel, Rescued>(kind.Optimizer),
            XorHealingKind.Checked => Create<T, TModel, Checked>(kind.Optimizer),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such healing of this model."),
        };

    private static IXorKernel Create<T, TModel, THealing>(string optimizer)
        where T : struct, ILanes<T>
        where TModel : struct, IXorModel
        where THealing : struct, IXorHealing => optimizer switch
        {
            "adam" => new XorKernel<T, TModel, Adam, THealing>(),
            "gradient-descent" => new XorKernel<T, TModel, GradientDescent, THealing>(),
            "heavy-ball" => new XorKernel<T, TModel, HeavyBall, THealing>(),
            _ => throw new ArgumentOutOfRangeException(nameof(optimizer), optimizer, "No such optimiser."),
        };
}
