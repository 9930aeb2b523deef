using Farm.Numerics;

namespace Farm.Studies.Dynamics;

/// <summary>Where orbits begin.</summary>
internal static class OrbitStarts
{
    /// <summary>The random stream of starts.</summary>
    public const uint Stream = 0;

    /// <summary>Fills a lane with a trial's start: drawn, or a point of a lattice.</summary>
    /// <param name="settings">The cell.</param>
    /// <param name="key">Key of its random streams.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="states">States of all lanes.</param>
    /// <param name="lane">The lane.</param>
    public static void Fill(DynamicsSettings settings, ulong key, long trial, Span<double> states, int lane)
    {
        var model = settings.Problem.Model;
        var point = trial;
        for (var k = model.Parameters - 1; k >= 0; k--)
        {
            states[k * IOrbitKernel.Lanes + lane] = settings.StartWidth * (
                settings.Lattice > 0 ? Centre(settings.Lattice, ref point)
                : !settings.IsNormal ? 2 * Unit(key, trial, k) - 1
                : IsBias(model, k) ? 0
                : Normal(key, trial, k));
        }
    }

    /// <summary>The middle of the point's part of [−1, 1] along the last side that is left.</summary>
    private static double Centre(int side, ref long point)
    {
        var part = point % side;
        point /= side;
        return (2.0 * part + 1) / side - 1;
    }

    /// <summary>53 bits, in the middle of their interval of [0, 1]: never an end, and never what makes a weight 0.</summary>
    private static double Unit(ulong key, long trial, int draw)
    {
        var words = Philox.Draw(key, (ulong)trial, Stream, (uint)draw);
        return ((words.Word0 >> 5) * 67108864.0 + (words.Word1 >> 6) + 0.5) / 9007199254740992.0;
    }

    /// <summary>A float32 normal: as fine as starts need to be.</summary>
    private static double Normal(ulong key, long trial, int draw)
    {
        var words = Philox.Draw(key, (ulong)trial, Stream, (uint)draw);
        NormalPair.Of(Lanes128.OfBits(words.Word0), Lanes128.OfBits(words.Word1), out var normal, out _);
        Span<float> lanes = stackalloc float[Lanes128.Count];
        Lanes128.Store(normal, ref lanes[0]);
        return lanes[0];
    }

    private static bool IsBias(OrbitModel model, int parameter) => parameter < model.Units * model.PerUnit
        ? model.HasBias && parameter % model.PerUnit == model.Inputs
        : parameter == model.Parameters - 1;
}
