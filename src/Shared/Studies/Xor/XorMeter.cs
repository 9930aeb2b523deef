using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>Measures trials that were trained elsewhere.</summary>
internal interface IXorMeter
{
    /// <summary>Fills the columns' rows.</summary>
    /// <param name="settings">The cell.</param>
    /// <param name="ends">Rows of <see cref="XorFinished"/>, each with a number for each row of the columns.</param>
    /// <param name="columns">Where measurements go.</param>
    /// <exception cref="TrialException">A trial found no start: its redraws are one more than there may be.</exception>
    void Measure(in XorSettings settings, ReadOnlySpan<float> ends, TrialColumns columns);
}

/// <inheritdoc/>
internal sealed class XorMeter<T, TModel> : IXorMeter
    where T : struct, ILanes<T>
    where TModel : struct, IXorModel
{
    private readonly XorFinished finished = new();
    private readonly XorOutputs outputs = new();

    /// <inheritdoc/>
    public void Measure(in XorSettings settings, ReadOnlySpan<float> ends, TrialColumns columns)
    {
        outputs.Bind(columns);
        for (var first = 0; first < columns.Rows; first += XorFinished.Capacity)
        {
            finished.Take(ends, columns.Rows, first);
            ThrowIfHopeless(settings, columns.FirstTrial + first);
            for (var trial = 0; trial < finished.Count; trial += T.Count)
            {
                XorMeasures<T, TModel>.Measure(finished, outputs, trial, settings);
            }

            outputs.Write(finished, columns);
        }
    }

    private void ThrowIfHopeless(in XorSettings settings, long firstTrial)
    {
        for (var trial = 0; trial < finished.Count; trial++)
        {
            if (finished.Row(XorRows.Redraws, trial) > XorHopeless.MostRedraws)
            {
                throw XorHopeless.Of(settings, firstTrial + trial);
            }
        }
    }
}

/// <summary>Chooses the meter that is compiled for a width and a model.</summary>
internal static class XorMeters
{
    /// <summary>A new meter.</summary>
    public static IXorMeter Create(LaneWidth width, XorKernelKind kind) => width switch
    {
        LaneWidth.Bits512 => Create<Lanes512>(kind),
        LaneWidth.Bits256 => Create<Lanes256>(kind),
        _ => Create<Lanes128>(kind),
    };

    private static IXorMeter Create<T>(XorKernelKind kind)
        where T : struct, ILanes<T> => (kind.Model, kind.IsLeaky) switch
        {
            ("relu-pair", false) => new XorMeter<T, ReluModel<TwoUnits>>(),
            ("relu-pair", true) => new XorMeter<T, LeakyModel<TwoUnits>>(),
            ("relu", false) => new XorMeter<T, ReluModel<OneUnit>>(),
            ("relu", true) => new XorMeter<T, LeakyModel<OneUnit>>(),
            ("abs", _) => new XorMeter<T, AbsModel>(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such model."),
        };
}
