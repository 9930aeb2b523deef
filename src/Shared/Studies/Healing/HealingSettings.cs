using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Healing;

/// <summary>Which units are replaced.</summary>
[Flags]
public enum HealingTargets
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Collapsed sinks.</summary>
    Collapsed = 1,

    /// <summary>Those that no sample of a batch activates.</summary>
    Off = 2,
}

/// <summary>The classifier's variant whose word counts.</summary>
public enum HealingTypes
{
    /// <summary>All eigenvalues, τ 0.01.</summary>
    Fixed,

    /// <summary>Those that are not forced to 0, τ 0.01.</summary>
    Span,

    /// <summary>Those that are not flat, τ 0.</summary>
    Scaled,
}

/// <summary>What the general healing loop does, and when: <see cref="HealingAxes"/> as a cell sets them.</summary>
/// <param name="Word">The word of the axis <c>healing</c>. One that is no action's, nor <c>all</c>, does nothing here.</param>
public sealed record HealingSettings(string Word)
{
    /// <summary>Nothing is healed.</summary>
    public static HealingSettings Off { get; } = new("off");

    /// <summary>Updates from one check to the next.</summary>
    public long Every { get; init; } = 10;

    /// <summary>D_th.</summary>
    public double DeadData { get; init; }

    /// <summary>ε of the warm-up.</summary>
    public float Margin { get; init; } = 0.1f;

    /// <summary>When a unit is without torque.</summary>
    public TorqueLimits Torque { get; init; } = new();

    /// <summary>α.</summary>
    public float Turn { get; init; } = 0.1f;

    /// <summary>Slope of a unit made leaky.</summary>
    public float Slope { get; init; } = 0.01f;

    /// <summary>T, how long it has that slope.</summary>
    public long SlopeUpdates { get; init; } = 50;

    /// <summary>Units that are replaced.</summary>
    public HealingTargets Targets { get; init; } = HealingTargets.Collapsed;

    /// <summary>Checks in a row that must find a unit so.</summary>
    public int Checks { get; init; } = 3;

    /// <summary>ε_param.</summary>
    public double Norm { get; init; } = 1e-4;

    /// <summary>Who says what a sink is.</summary>
    public HealingTypes Types { get; init; } = HealingTypes.Scaled;

    /// <summary>Updates from one look at curvatures to the next.</summary>
    public long RateEvery { get; init; } = 100;

    /// <summary>Least factor of a unit's step size.</summary>
    public double RateLeast { get; init; } = 0.25;

    /// <summary>Largest factor of a unit's step size.</summary>
    public double RateMost { get; init; } = 4;

    /// <summary>λ of the weight decay.</summary>
    public double Decay { get; init; } = 0.01;

    /// <summary>Whether any action can happen.</summary>
    public bool IsOn => HealingAxes.Actions.Any(Does);

    /// <summary>Whether an action can happen.</summary>
    public bool Does(HealingAction action) => Word == "all" || Word == HealingAxes.WordOf(action);

    /// <summary>An optimiser with the weight decay, where that is among the actions.</summary>
    public NetworkOptimizer Applied(NetworkOptimizer optimizer) =>
        Does(HealingAction.WeightDecay) ? optimizer with { WeightDecay = optimizer.WeightDecay + Decay } : optimizer;

    /// <summary>A cell's.</summary>
    public static HealingSettings Of(Cell cell)
    {
        var parameters = cell.Parameters;
        double Number(string axis, double without) => parameters.TryGetValue(axis, out var value) ? value.Number : without;
        string Text(string axis, string without) => parameters.TryGetValue(axis, out var value) ? value.Word : without;

        var settings = new HealingSettings(Text("healing", "off"));
        return settings with
        {
            Every = (long)Number("healing_every", settings.Every),
            DeadData = Number("healing_dead_data", settings.DeadData),
            Margin = (float)Number("healing_margin", settings.Margin),
            Torque = new(Number("healing_torque", settings.Torque.Ratio), Number("healing_gradient", settings.Torque.Gradient)),
            Turn = (float)Number("healing_turn", settings.Turn),
            Slope = (float)Number("healing_slope", settings.Slope),
            SlopeUpdates = (long)Number("healing_slope_updates", settings.SlopeUpdates),
            Targets = Text("healing_target", "collapsed") switch
            {
                "off" => HealingTargets.Off,
                "collapsed" => HealingTargets.Collapsed,
                _ => HealingTargets.Collapsed | HealingTargets.Off,
            },
            Checks = (int)Number("healing_checks", settings.Checks),
            Norm = Number("healing_norm", settings.Norm),
            Types = Text("healing_type", "scaled") switch
            {
                "fixed" => HealingTypes.Fixed,
                "span" => HealingTypes.Span,
                _ => HealingTypes.Scaled,
            },
            RateEvery = (long)Number("healing_rate_every", settings.RateEvery),
            RateLeast = Number("healing_rate_least", settings.RateLeast),
            RateMost = Number("healing_rate_most", settings.RateMost),
            Decay = Number("healing_decay", settings.Decay),
        };
    }
}
