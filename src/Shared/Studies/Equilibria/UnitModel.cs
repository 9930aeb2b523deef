using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Equilibria;

/// <summary>A network f = Σ act(z) of one or two units, act piecewise linear with its one kink at 0.</summary>
/// <param name="Units">1 or 2.</param>
/// <param name="Above">Slope of act above 0.</param>
/// <param name="Below">Slope below.</param>
/// <param name="AtZero">The derivative that gradient descent takes at 0.</param>
internal sealed record UnitModel(int Units, Rational Above, Rational Below, Rational AtZero)
{
    /// <summary>The words of axis <c>model</c>.</summary>
    public static IReadOnlyList<string> Words { get; } = ["relu", "abs", "leaky", "relu-pair"];

    /// <summary>The model of a cell.</summary>
    public static UnitModel Of(Cell cell) => cell.Parameters["model"].Word switch
    {
        "abs" => new(1, 1, -1, 0),
        "leaky" when Rational.Parse(cell.Parameters["slope"].Text) is var slope => new(1, 1, slope, slope),
        "relu-pair" => new(2, 1, 0, 0),
        _ => new(1, 1, 0, 0),
    };

    /// <summary>Slope of act where z has a sign; 0 where z is 0, since a kink's own piece adds nothing there.</summary>
    public Rational SlopeAt(int sign) => sign > 0 ? Above : sign < 0 ? Below : 0;
}
