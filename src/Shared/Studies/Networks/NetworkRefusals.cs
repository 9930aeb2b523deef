using System.Globalization;
using Farm.Domain;
using Farm.Studies.Data;
using Farm.Studies.Networks.Healing;

namespace Farm.Studies.Networks;

/// <summary>Cells of networks that cannot be trained.</summary>
internal static class NetworkRefusals
{
    /// <summary>Most memory of a trial: what a node's slot may count on.</summary>
    public const long MostMemoryBytes = 1L << 30;

    /// <summary>Why the cell is refused; empty when it is not.</summary>
    public static IEnumerable<CellRefusal> Of(Cell cell, DataLibrary library)
    {
        if (library.Find(cell.Parameters["data"].Word) is null)
        {
            yield return new("data", library.WhyNot(cell.Parameters["data"].Word));
            yield break;
        }

        var settings = NetworkCell.Of(cell, library);
        var (rows, shape) = (settings.Data.Rows, settings.Shape);
        if (settings.BatchSize > rows)
        {
            yield return new("batch_size", Text(
                $"a batch of {settings.BatchSize} samples is more than the {rows} of {settings.Data.Name}: give at most {rows}."));
        }

        if (!settings.Data.HasSpread(settings.Gamma, settings.Delta))
        {
            yield return new("delta", Text(
                $"beside δ = {settings.Delta} targets of scale γ = {settings.Gamma} are all the same number in float32: give a δ nearer to 0 or a larger γ."));
        }

        if (shape.IsResidual && shape.Depth % 2 != 0)
        {
            yield return new("depth", Text(
                $"a residual network of depth {shape.Depth} would end in half a block: each has two layers, so give an even depth."));
            yield break;
        }

        if (shape.Width == 1 && settings.Start.IsMirrored)
        {
            yield return new("init", "mirror needs two units in a layer, and the width is 1.");
        }

        foreach (var refusal in HealingRefusals.Of(settings.Healing, shape))
        {
            yield return refusal;
        }

        if (settings.TileUnits > shape.Width)
        {
            yield return new("tile_units", Text(
                $"tiles of {settings.TileUnits} units in layers of {shape.Width}: give at most {shape.Width}."));
        }

        var state = NetworkSlices.StateBytes(settings);
        if (state > SliceLimits.StateBytes)
        {
            yield return new("width", Text(
                $"{shape.Depth} layers of {shape.Width} units have a state of {state:N0} bytes (parameters and the optimiser's means), and a slice may carry {SliceLimits.StateBytes:N0}: give a smaller width or depth."));
        }
        else if (NetworkSlices.MemoryBytes(settings) is > MostMemoryBytes and var memory)
        {
            yield return new("batch_size", Text(
                $"a trial takes {memory:N0} bytes of memory, and {MostMemoryBytes:N0} are allowed: give a smaller batch or width."));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
