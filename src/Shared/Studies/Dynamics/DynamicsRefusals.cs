using System.Globalization;
using Farm.Domain;

namespace Farm.Studies.Dynamics;

/// <summary>Cells that would be computed for too long, or not at all.</summary>
internal static class DynamicsRefusals
{
    /// <summary>What a block may take on a slow core: no delivery outlives 60 s.</summary>
    private const double MostSeconds = 20;

    /// <summary>Orbits of a lattice at most.</summary>
    private const long MostPoints = 100_000_000;

    /// <summary>Why the cell is refused; empty when it is not.</summary>
    public static IEnumerable<CellRefusal> Of(Cell cell, int blockSize)
    {
        var settings = new DynamicsSettings(cell);
        if (settings.Steps % DynamicsSettings.Multiple != 0)
        {
            var least = settings.Steps / DynamicsSettings.Multiple * DynamicsSettings.Multiple;
            yield return new("steps", string.Create(CultureInfo.InvariantCulture, $"exponents are measured over {DynamicsSettings.Blocks} blocks of whole strides: use a "
                + $"multiple of {DynamicsSettings.Multiple}, such as {least} or {least + DynamicsSettings.Multiple}."));
        }

        if (Points(settings) > MostPoints)
        {
            yield return new("lattice", string.Create(CultureInfo.InvariantCulture, $"{settings.Lattice} starts along each of "
                + $"{settings.Problem.Model.Parameters} parameters are {Points(settings):0.##e+0} orbits, more than {MostPoints}: use "
                + $"fewer, a model of fewer parameters, or study dynamics, which draws starts."));
        }

        // A third of the speed of the machine that it was measured on.
        var rate = StepsPerSecond(settings) / 3;
        var watched = settings.Watch * WatchSeconds(settings);
        var seconds = blockSize * (watched + ((double)settings.Transient + settings.Steps) / rate);
        if (seconds > MostSeconds)
        {
            var most = Math.Max(0, (MostSeconds / blockSize - watched) * rate);
            var axis = watched * blockSize > MostSeconds ? "watch" : settings.Transient > settings.Steps ? "transient" : "steps";
            yield return new(axis, axis == "watch"
                ? string.Create(CultureInfo.InvariantCulture, $"a block of {blockSize} orbits would be looked at for {seconds:0} s: watch fewer steps.")
                : string.Create(CultureInfo.InvariantCulture, $"a block of {blockSize} orbits would take some {seconds:0} s, and must not take more than {MostSeconds}: use at "
                    + $"most {most:0} steps in all, or exponents off."));
        }
    }

    /// <summary>Starts of a lattice, as a number that may be beyond all whole ones.</summary>
    private static double Points(DynamicsSettings settings)
    {
        var points = 1.0;
        for (var k = 0; k < settings.Problem.Model.Parameters; k++)
        {
            points *= settings.Lattice;
        }

        return points;
    }

    private static double StepsPerSecond(DynamicsSettings settings) => (settings.Problem.Model, settings.HasExponents) switch
    {
        ({ Inputs: 1 }, _) => 4e9,
        ({ Units: 1, IsDeep: false }, true) => 1.2e8,
        ({ Units: 1, IsDeep: false }, false) => 5e8,
        ({ IsDeep: false }, true) => 1.2e7,
        ({ IsDeep: false }, false) => 5e7,
        (var deep, true) => 2.2e7 / deep.Units,
        (var deep, false) => 9e7 / deep.Units,
    };

    private static double WatchSeconds(DynamicsSettings settings) => settings.Problem.Model switch
    {
        { IsDeep: true } deep => 5e-6 + 1e-8 * deep.Parameters * deep.Parameters * deep.Parameters,
        _ => 1e-6,
    };
}
