using Farm.Numerics;

namespace Farm.Studies.Dynamics;

/// <summary>Where orbits begin.</summary>
internal static class OrbitStarts
{
    /// <summary>The random stream of starts.</summary>
    private const uint Stream = 0;

    /// <summary>Fills a lane with a trial's start, uniform in the cube.</summary>
    /// <param name="settings">The cell.</param>
    /// <param name="key">Key of its random streams.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="states">States of all lanes.</param>
    /// <param name="lane">The lane.</param>
    public static void Fill(DynamicsSettings settings, ulong key, long trial, Span<double> states, int lane)
    {
        for (var k = 0; k < settings.Problem.Model.Parameters; k++)
        {
            var words = Philox.Draw(key, (ulong)trial, Stream, (uint)k);

            // 53 bits, in the middle of their interval: never an end, and never 0, which is a kink.
            var unit = ((words.Word0 >> 5) * 67108864.0 + (words.Word1 >> 6) + 0.5) / 9007199254740992.0;
            states[k * IOrbitKernel.Lanes + lane] = settings.StartWidth * (2 * unit - 1);
        }
    }
}
