using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>What an exact decision costs at most: when no slope is above 0 and every line has to be walked.</summary>
internal static class UnactivatedCost
{
    /// <summary>
    /// Most seconds of one draw. A block of 1024 draws of which every second one is walked whole is then computed in half a
    /// minute, within the minute that a delivery lives.
    /// </summary>
    public const double MostSeconds = 0.05;

    /// <summary>A line's compare-exchange of eight lanes with all that goes with it, a lane each, as measured.</summary>
    private const double SecondsOfStep = 0.4e-9;

    /// <summary>Codewords that are made when regions are enumerated: 2^n₀ round each of C(n₁, n₀) vertices.</summary>
    public static double Codewords(int inputs, int units) => units < inputs
        ? Math.ScaleB(1, units)
        : Suprema.Lines(inputs + 1, units) * Math.ScaleB(1, inputs);

    /// <summary>Parameters of a cell's networks, the neuron's among them.</summary>
    public static long Parameters(UnactivatedSettings settings)
    {
        var widths = NetworkSource.WidthsOf(settings);
        return widths.Zip(widths.Skip(1).Append(1), (below, units) => (below + 1L) * units).Sum();
    }

    /// <summary>Seconds of a draw whose every line is walked: lines · n₁ · log₂²n₁ steps, about.</summary>
    public static double Seconds(int inputs, int units)
    {
        var doublings = 1;
        while (1 << doublings < units)
        {
            doublings++;
        }

        return Suprema.Lines(inputs, units) * units * (doublings * doublings / 4.0 + 8) * SecondsOfStep;
    }
}
