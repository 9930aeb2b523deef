using Farm.Domain;

namespace Farm.Studies.Momentum;

/// <summary>Cells that cannot be computed though each of their values could be.</summary>
internal static class MomentumRefusals
{
    /// <summary>Why; empty when it can.</summary>
    public static IEnumerable<CellRefusal> Of(Cell cell)
    {
        var parameters = cell.Parameters;
        if (parameters["init"].Word == "rescaled" && parameters["gamma"].Number == 0)
        {
            yield return new CellRefusal("init", "starts rescaled by γ = 0 are all the same; give a gamma above 0, or init plain");
        }

        if (parameters.TryGetValue("batch_size", out var batch))
        {
            var draws = (double)parameters["max_steps"].Number
                * SampleDraws.DrawsOfStep((int)batch.Number, (int)parameters["dimension"].Number);
            if (draws > uint.MaxValue)
            {
                yield return new CellRefusal("max_steps", string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"a trial would draw {4 * draws:0.0e+0} normals, and its stream has {4.0 * uint.MaxValue:0.0e+0}; give fewer steps, samples or inputs"));
            }
        }
    }
}
