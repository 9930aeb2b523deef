using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>Cells that an estimator cannot do, with what they would cost and which one can.</summary>
internal static class UnactivatedRefusals
{
    private const double MostCodewords = 1e6;
    private const int MostRegionUnits = 20;
    private const int MostParameters = 150;

    /// <summary>Why the cell is refused; empty when it is not.</summary>
    public static IEnumerable<CellRefusal> Of(UnactivatedSettings settings)
    {
        if (settings.Estimator is "sampled" or "regions" or "dimension")
        {
            foreach (var refusal in OfOthers(settings))
            {
                yield return refusal;
            }

            yield break;
        }

        if (settings.Depth > 1 && settings.Inputs > 1)
        {
            yield return new("depth", Text(
                $"{settings.Estimator} follows deeper layers along a line only, n0 1: with n0 {settings.Inputs} use estimator sampled, which is biased upward."));
        }
        else if (settings.Depth > 1 && settings.Estimator == "smoothed")
        {
            yield return new("estimator", "of deeper layers no bias is integrated out: use estimator exact.");
        }
        else if (settings.Units >= settings.Inputs
            && UnactivatedCost.Seconds(settings.Inputs, settings.Units) is var seconds && seconds > UnactivatedCost.MostSeconds)
        {
            yield return new("n1", Text(
                $"{settings.Estimator} would walk {Suprema.Lines(settings.Inputs, settings.Units):#,0} lines of {settings.Units} breakpoints, {seconds:0.###} s a draw ({UnactivatedCost.MostSeconds} s at most): use estimator sampled, or a smaller n0 or n1."));
        }
    }

    private static IEnumerable<CellRefusal> OfOthers(UnactivatedSettings settings)
    {
        if (settings.Estimator == "regions" && settings.Depth > 1)
        {
            yield return new("depth", "regions are those of the first layer: leave depth at 1.");
        }
        else if (settings.Estimator == "regions" && UnactivatedCost.Codewords(settings.Inputs, settings.Units) is var words
            && (words > MostCodewords || settings.Units > MostRegionUnits))
        {
            yield return new("n1", Text(
                $"regions would make {words:#,0} codewords a draw, {MostCodewords:#,0} of {MostRegionUnits} units at most: use a smaller n0 or n1."));
        }
        else if (settings.Estimator == "dimension" && UnactivatedCost.Parameters(settings) is var parameters
            && parameters > MostParameters)
        {
            yield return new("n1", Text(
                $"dimension would turn {parameters:#,0} columns against each other, {MostParameters} at most: use smaller layers."));
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
