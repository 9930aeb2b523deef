namespace Farm.Studies.Xor;

/// <summary>What of healing a kernel is compiled for.</summary>
internal enum XorHealingKind
{
    /// <summary><see cref="Xor.Unhealed"/>.</summary>
    Unhealed,

    /// <summary><see cref="Xor.Rescued"/>.</summary>
    Rescued,

    /// <summary><see cref="Xor.Checked"/>.</summary>
    Checked,

    /// <summary><see cref="Xor.CheckedLeaky"/>.</summary>
    CheckedLeaky,
}

/// <summary>What a kernel is compiled for beside its width.</summary>
/// <param name="Model">Axis <c>model</c>.</param>
/// <param name="IsLeaky">Whether its ReLUs have a slope below 0.</param>
/// <param name="Optimizer">Axis <c>optimizer</c>.</param>
/// <param name="Healing">How its trials are healed.</param>
internal readonly record struct XorKernelKind(string Model, bool IsLeaky, string Optimizer, XorHealingKind Healing)
{
    /// <summary>Of a cell.</summary>
    public static XorKernelKind Of(in XorSettings settings)
    {
        var healing = settings.Treatment switch
        {
            null => XorHealingKind.Unhealed,
            { IsRescue: true } => XorHealingKind.Rescued,
            { } treatment => treatment.HasUnitSlopes(settings) ? XorHealingKind.CheckedLeaky : XorHealingKind.Checked,
        };
        return new(settings.Model, settings.Slope > 0, settings.Optimizer, healing);
    }
}
