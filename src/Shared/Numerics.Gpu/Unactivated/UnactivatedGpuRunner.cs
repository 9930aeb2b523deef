using Farm.Domain;
using Farm.Studies;
using Farm.Studies.Unactivated;

namespace Farm.Numerics.Gpu.Unactivated;

/// <summary>Runs cells of <c>unactivated</c> on a device: a launch for all draws of a run; the host compares and writes.</summary>
internal sealed class UnactivatedGpuRunner(GpuDevice device) : ITrialRunner
{
    private readonly NeuronGpuBatch batch = new(device);

    /// <inheritdoc/>
    public int TrialsAtOnce => device.TrialsAtOnce;

    /// <inheritdoc/>
    public void Run(Cell cell, ulong seed, TrialColumns columns)
    {
        if (columns.Rows == 0)
        {
            return;
        }

        var settings = new UnactivatedSettings(cell);
        batch.Decide(NeuronGpuCell.Of(settings, cell.StreamKey(seed)), columns.FirstTrial, columns.Rows);
        if (settings.Estimator == "sampled")
        {
            WriteSampled(settings, columns);
        }
        else
        {
            WriteExact(settings, columns);
        }
    }

    private NeuronAnswer AnswerOf(int row, UnactivatedSettings settings) => batch.VerdictOf(row) switch
    {
        SlopeVerdict.Unbounded => NeuronAnswer.Unbounded,
        SlopeVerdict.Undecided => new NeuronAnswer(false, true, 0),
        _ => settings.Estimator == "smoothed"
            ? NeuronTest.Smoothed(settings, batch.SupremumOf(row))
            : NeuronTest.Exact(-batch.BiasOf(row) / settings.FirstFactor, batch.SupremumOf(row)),
    };

    private void WriteExact(UnactivatedSettings settings, TrialColumns columns)
    {
        var writer = new ExactColumns(columns);
        for (var row = 0; row < columns.Rows; row++)
        {
            writer.Write(row, AnswerOf(row, settings), weight: 1);
        }
    }

    private void WriteSampled(UnactivatedSettings settings, TrialColumns columns)
    {
        var writer = new SampledColumns(columns);
        var hasTest = NeuronTest.IsFeasible(settings);
        for (var row = 0; row < columns.Rows; row++)
        {
            writer.Write(row, !batch.IsActive(row), hasTest ? AnswerOf(row, settings) : null);
        }
    }
}
