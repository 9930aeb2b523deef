using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>Trials whose training has ended and that are not measured yet: a column of memory each, as rows.</summary>
internal sealed class XorFinished
{
    /// <summary>Trials that fit; a multiple of every number of lanes.</summary>
    public const int Capacity = 128;

    /// <summary>First row of what a group keeps from <see cref="XorRows.Epochs"/> on; before it the six parameters.</summary>
    public const int FromEpochs = 6;

    /// <summary>First row of the sums of squared gradients, six parameters, and then of the weights in the sums.</summary>
    public const int FromSquares = FromEpochs + XorRows.Count - XorRows.Epochs;

    /// <summary>Number of rows.</summary>
    public const int Rows = FromSquares + 8;

    private readonly LaneMemory memory = new(Rows * Capacity);

    /// <summary>Trials in it.</summary>
    public int Count { get; private set; }

    /// <summary>Takes the trial of a group's lane. There must be room.</summary>
    /// <param name="group">The group.</param>
    /// <param name="lane">The lane.</param>
    /// <param name="withSquares">Whether the optimiser has sums of squared gradients.</param>
    public void Add<T>(ref float group, int lane, bool withSquares)
        where T : struct, ILanes<T>
    {
        ref var from = ref Unsafe.Add(ref group, lane);
        ref var to = ref Unsafe.Add(ref memory.First, Count);
        for (var parameter = 0; parameter < 3; parameter++)
        {
            Unsafe.Add(ref to, parameter * Capacity) = XorGroup.Row<T>(ref from, parameter);
            Unsafe.Add(ref to, (parameter + 3) * Capacity) = XorGroup.Row<T>(ref from, XorRows.OfUnit + parameter);
        }

        for (var row = XorRows.Epochs; row < XorRows.Count; row++)
        {
            Unsafe.Add(ref to, (FromEpochs + row - XorRows.Epochs) * Capacity) = XorGroup.Row<T>(ref from, row);
        }

        if (withSquares)
        {
            for (var parameter = 0; parameter < 3; parameter++)
            {
                Unsafe.Add(ref to, (FromSquares + parameter) * Capacity) = XorGroup.Row<T>(ref from, XorRows.Square + parameter);
                Unsafe.Add(ref to, (FromSquares + parameter + 3) * Capacity) =
                    XorGroup.Row<T>(ref from, XorRows.OfUnit + XorRows.Square + parameter);
            }

            Unsafe.Add(ref to, (FromSquares + 6) * Capacity) = XorGroup.Row<T>(ref from, XorRows.MeanWeight);
            Unsafe.Add(ref to, (FromSquares + 7) * Capacity) = XorGroup.Row<T>(ref from, XorRows.SquareWeight);
        }

        Count++;
    }

    /// <summary>Takes trials that were trained elsewhere, as many as fit, in place of those in it.</summary>
    /// <param name="rows">Rows as these here, each with a number a trial; the row of <see cref="XorRows.Trial"/> is not read.</param>
    /// <param name="trials">Numbers of a row.</param>
    /// <param name="first">The first trial to take.</param>
    public void Take(ReadOnlySpan<float> rows, int trials, int first)
    {
        Count = Math.Min(Capacity, trials - first);
        for (var row = 0; row < Rows; row++)
        {
            rows.Slice(row * trials + first, Count).CopyTo(memory.Span.Slice(row * Capacity, Count));
        }

        for (var trial = 0; trial < Count; trial++)
        {
            Row(XorRows.Trial, trial) = BitConverter.Int32BitsToSingle(first + trial);
        }
    }

    /// <summary>Position in a row: a parameter at the end, 0 to 5.</summary>
    public ref float Parameter(int parameter, int trial) => ref Unsafe.Add(ref memory.First, parameter * Capacity + trial);

    /// <summary>Position in a row that a group has too, from <see cref="XorRows.Epochs"/> on.</summary>
    public ref float Row(int row, int trial) =>
        ref Unsafe.Add(ref memory.First, (FromEpochs + row - XorRows.Epochs) * Capacity + trial);

    /// <summary>Position in a row: sum of a parameter's squared gradients at the end.</summary>
    public ref float Square(int parameter, int trial) =>
        ref Unsafe.Add(ref memory.First, (FromSquares + parameter) * Capacity + trial);

    /// <summary>Position in a row: sum of the weights in the sums of gradients.</summary>
    public ref float MeanWeight(int trial) => ref Square(6, trial);

    /// <summary>Position in a row: sum of the weights in the sums of squares.</summary>
    public ref float SquareWeight(int trial) => ref Square(7, trial);

    /// <summary>The trials' rows in the columns.</summary>
    public int TrialRow(int trial) => BitConverter.SingleToInt32Bits(Row(XorRows.Trial, trial));

    /// <summary>Forgets all.</summary>
    public void Clear() => Count = 0;
}
