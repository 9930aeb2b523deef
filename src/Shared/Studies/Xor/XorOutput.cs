namespace Farm.Studies.Xor;

/// <summary>Places of <see cref="XorMeasurements.All"/>; a unit's second measurement follows its first.</summary>
internal enum XorOutput
{
    Failed,
    Accuracy,
    End,
    Epochs,
    DeadStartClass0,
    DeadStartClass1,
    DeadEndClass0,
    DeadEndClass1,
    MirrorEnd,
    Redraws,
    Loss,
    StartMarginActivation,
    StartMarginDistance,
    Angle,
    Turn = Angle + 2,
    Norm = Turn + 2,
    NoTorque = Norm + 2,
    Torque = NoTorque + 2,
    GradientNorm = Torque + 2,
    Parameters = GradientNorm + 2,
    UnitFixed = Parameters + 6,
    UnitSpan = UnitFixed + 2,
    UnitScaled = UnitSpan + 2,
    UnitRank = UnitScaled + 2,
    UnitBelow = UnitRank + 2,
    UnitAbove = UnitBelow + 2,
    UnitFlat = UnitAbove + 2,
    UnitScaledAbove = UnitFlat + 2,
    UnitFlips = UnitScaledAbove + 2,

    /// <summary>Of the first action; that of another follows in the order of <c>HealingAction</c>.</summary>
    Healed = UnitFlips + 2,
    HealedFirst = Healed + 10,
    HealedDeadBefore,
    HealedDeadAfter,
    HealedTorqueBefore,
    HealedTorqueAfter,
}
