using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Data;

namespace Farm.Studies.Networks;

/// <summary>How long a network's slices are, and what a network takes: functions of the cell alone.</summary>
internal static class NetworkSlices
{
    /// <summary>Fused multiply-adds a second that a core of a slow host makes of networks' products.</summary>
    private const double OperationsPerSecond = 1e10;

    /// <summary>What an update takes whatever its size.</summary>
    private const double SecondsPerUpdate = 5e-6;

    /// <summary>A slice's time where its state is small.</summary>
    private const double Seconds = 2;

    /// <summary>What each byte of a state adds to the time, so that disks are not kept busier than cores.</summary>
    private const double SecondsPerByte = 2e-7;

    /// <summary>Most bytes of a row of the time series, besides its layers'.</summary>
    private const int BytesPerRow = 100;

    /// <summary>Most bytes of a layer in a row.</summary>
    private const int BytesPerLayer = 70;

    /// <summary>How a cell's trials are cut. A host without the cell's data computes none of them: it is told their updates alone.</summary>
    public static SliceLayout Of(Cell cell, DataLibrary library)
    {
        if (library.Find(cell.Parameters["data"].Word) is null)
        {
            return new((long)cell.Parameters["updates"].Number, StepsPerSlice: 1);
        }

        var settings = NetworkCell.Of(cell, library);
        var operations = 3.0 * settings.BatchSize * settings.Shape.Parameters;
        var seconds = SecondsPerUpdate + operations / OperationsPerSecond + SecondsPerRow(settings) / settings.RecordEvery;
        var time = Seconds + SecondsPerByte * StateBytes(settings);
        var rows = SliceLimits.CurveBytes / (BytesPerRow + BytesPerLayer * settings.Shape.Depth) - 1;
        var most = Math.Min(settings.Updates, (double)rows * settings.RecordEvery);
        return new(settings.Updates, (long)Math.Clamp(time / seconds, 1, most));
    }

    /// <summary>What a row of the time series takes: all the data forward, and every unit of a batch classified.</summary>
    private static double SecondsPerRow(NetworkCell cell)
    {
        var (batch, shape) = ((double)cell.BatchSize, cell.Shape);
        var parameters = Math.Max(shape.Inputs, shape.Width) + 1.0;
        var (less, more) = (Math.Min(batch, parameters), Math.Max(batch, parameters));
        var classified = 2 * shape.Depth * shape.Width * less * less * more;
        return ((2.0 * cell.Data.Rows + 2 * batch * shape.Outputs) * shape.Parameters + classified) / OperationsPerSecond;
    }

    /// <summary>Bytes of a trial's state, up to its small parts.</summary>
    public static long StateBytes(NetworkCell cell)
    {
        var copies = 1 + (cell.Optimizer.HasFirstMoments ? 1 : 0) + (cell.Optimizer.HasSecondMoments ? 1 : 0);
        return copies * sizeof(float) * PaddedParameters(cell.Shape);
    }

    /// <summary>Bytes of memory that a trial takes: parameters, gradients, moments, batches, the classifier's.</summary>
    public static double MemoryBytes(NetworkCell cell)
    {
        var (shape, batch) = (cell.Shape, (double)cell.BatchSize);
        var most = Math.Max(shape.Inputs, shape.Width) + 1.0;
        var layers = batch * shape.Width * shape.Depth * (4 + shape.Outputs) * sizeof(float);
        var wide = (2 * batch * batch + 4 * batch * most) * sizeof(double);
        return StateBytes(cell) + PaddedParameters(shape) * sizeof(float) + layers + wide;
    }

    private static long PaddedParameters(NetworkShape shape)
    {
        static long Row(long columns) => (columns + Matrix.Padding - 1) / Matrix.Padding * Matrix.Padding;
        var row = Row(shape.Width);
        return (shape.Inputs + (long)(shape.Maps - 1) * shape.Width + 3L * shape.Depth + 1 + shape.Outputs) * row + Row(shape.Outputs);
    }
}
