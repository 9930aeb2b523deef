namespace Farm.Numerics;

/// <summary>How an update moved a unit: the ratio of norms and the turn of the direction.</summary>
/// <param name="Decay">‖θ_{t+1}‖/‖θ_t‖; NaN when θ_t is 0.</param>
/// <param name="Turning">‖u_{t+1} − u_t‖ of u = θ/‖θ‖, from 0 to 2; NaN when either θ is 0.</param>
public readonly record struct UnitMotion(double Decay, double Turning)
{
    /// <summary>Between a unit's parameters before and after an update.</summary>
    /// <param name="before">θ_t of the layer.</param>
    /// <param name="after">θ_{t+1} of the layer.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="inputs">Inputs of the layer, the bias not counted.</param>
    public static UnitMotion Between(in UnitParameters before, in UnitParameters after, int unit, int inputs)
    {
        var (old, now) = (Norm(before, unit, inputs), Norm(after, unit, inputs));
        var square = 0.0;
        for (var c = 0; c <= inputs; c++)
        {
            var difference = after.At(unit, c, inputs) / now - before.At(unit, c, inputs) / old;
            square = Math.FusedMultiplyAdd(difference, difference, square);
        }

        return new(old > 0 ? now / old : double.NaN, Math.Sqrt(square));
    }

    private static double Norm(in UnitParameters parameters, int unit, int inputs)
    {
        var square = 0.0;
        for (var c = 0; c <= inputs; c++)
        {
            double parameter = parameters.At(unit, c, inputs);
            square = Math.FusedMultiplyAdd(parameter, parameter, square);
        }

        return Math.Sqrt(square);
    }
}
