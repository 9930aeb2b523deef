using System.Buffers.Binary;

namespace Farm.Studies.Networks;

/// <summary>What a trial remembers of its earlier rows.</summary>
/// <param name="Fit">Fit of a regression at the start, cross-entropy of a classification.</param>
/// <param name="Accuracy">Accuracy at the start.</param>
/// <param name="WorstDead">Largest share of dead units of any layer at the start.</param>
/// <param name="Dead">Share of dead units at the start.</param>
/// <param name="DeadData">Largest share of dead data at the start.</param>
/// <param name="DiedAt">Updates made at the first row in which a layer was dead whole; NaN when there was none.</param>
/// <param name="DiedFit">Fit at that row.</param>
internal readonly record struct NetworkMarks(
    double Fit, double Accuracy, double WorstDead, double Dead, double DeadData, double DiedAt, double DiedFit)
{
    /// <summary>Bytes that <see cref="Save"/> writes.</summary>
    public const int Bytes = 7 * sizeof(double);

    /// <summary>Nothing seen yet.</summary>
    public static NetworkMarks None { get; } =
        new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>Writes them.</summary>
    public void Save(Span<byte> state)
    {
        ReadOnlySpan<double> numbers = [Fit, Accuracy, WorstDead, Dead, DeadData, DiedAt, DiedFit];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(state[(i * sizeof(double))..], numbers[i]);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static NetworkMarks Restore(ReadOnlySpan<byte> state)
    {
        Span<double> numbers = stackalloc double[Bytes / sizeof(double)];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadDoubleLittleEndian(state[(i * sizeof(double))..]);
        }

        return new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]);
    }

    /// <summary>With a row more.</summary>
    public NetworkMarks After(NetworkRecord record, long step)
    {
        var marks = step == 0
            ? this with
            {
                Fit = record.Fit,
                Accuracy = record.Accuracy,
                WorstDead = record.Worst.Share,
                Dead = record.Dead,
                DeadData = record.DeadData,
            }
            : this;
        return record.Worst.Share == 1 && double.IsNaN(DiedAt) ? marks with { DiedAt = step, DiedFit = record.Fit } : marks;
    }
}
