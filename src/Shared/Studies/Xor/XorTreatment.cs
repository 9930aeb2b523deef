using Farm.Domain;
using Farm.Studies.Healing;

namespace Farm.Studies.Xor;

/// <summary>What a rescue moves of a unit.</summary>
internal enum RescueKind
{
    /// <summary>w.</summary>
    Weight,

    /// <summary>b.</summary>
    Bias,

    /// <summary>w and b.</summary>
    Joint,

    /// <summary>w, in a random direction.</summary>
    Noise,
}

/// <summary>What a cell's <c>healing</c> does to its trials.</summary>
/// <param name="General">The general loop's settings.</param>
/// <param name="IsRescue">Whether it is the author's narrower loop instead.</param>
/// <param name="Rescue">What that one moves.</param>
internal sealed record XorTreatment(HealingSettings General, bool IsRescue, RescueKind Rescue)
{
    /// <summary>Default of the axis <c>healing_rate_every</c>.</summary>
    public const int DefaultRateEvery = 10;

    private double Decay => General.Does(HealingAction.WeightDecay) ? General.Decay : 0;

    /// <summary>A cell's; null when it is off.</summary>
    public static XorTreatment? Of(Cell cell)
    {
        if (!cell.Parameters.TryGetValue("healing", out var healing) || healing.Word == "off")
        {
            return null;
        }

        // What has its default does not stand in a cell.
        var general = HealingSettings.Of(cell);
        general = cell.Parameters.ContainsKey("healing_rate_every") ? general : general with { RateEvery = DefaultRateEvery };
        var kind = cell.Parameters.TryGetValue("rescue_kind", out var given) ? given.Word : "joint";
        return new(general, healing.Word == "rescue", Enum.Parse<RescueKind>(kind, ignoreCase: true));
    }

    /// <summary>1 − ηλ.</summary>
    public float Keep(double rate) => (float)(1 - rate * Decay);

    /// <summary>Whether units may have slopes of their own below 0: they are ReLUs, and may be made leaky.</summary>
    public bool HasUnitSlopes(in XorSettings settings) =>
        General.Does(HealingAction.Leaky) && settings.Slope == 0 && settings.Model != "abs";
}
