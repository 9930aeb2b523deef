namespace Farm.Numerics;

/// <summary>Chooses how the supremum of a draw is found.</summary>
public static class Suprema
{
    /// <summary>For one draw after the other.</summary>
    /// <param name="width">SIMD width; results do not depend on it.</param>
    /// <param name="draw">The draw; n₁ ≥ n₀: with fewer units every sign pattern occurs, and v, c alone decide.</param>
    public static ISupremum Of(LaneWidth width, NeuronDraw draw) => width switch
    {
        LaneWidth.Bits128 => Of<DoubleLanes128>(draw),
        LaneWidth.Bits256 => Of<DoubleLanes256>(draw),
        LaneWidth.Bits512 => Of<DoubleLanes512>(draw),
        _ => throw new ArgumentOutOfRangeException(nameof(width), width, "No such SIMD width."),
    };

    /// <summary>C(n₁, n₀ − 1): the lines in which n₀ − 1 of n₁ hyperplanes meet.</summary>
    public static double Lines(int inputs, int units)
    {
        var lines = 1.0;
        for (var i = 1; i < inputs; i++)
        {
            lines = lines * (units - i + 1) / i;
        }

        return lines;
    }

    private static ISupremum Of<T>(NeuronDraw draw)
        where T : struct, IDoubleLanes<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draw.Units, draw.Inputs);
        return draw.Inputs == 1 ? new SingleLineSupremum<T>(draw) : new ArrangementSupremum<T>(draw);
    }
}
