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
}
