using System.Runtime.InteropServices;
using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Momentum;

/// <summary>Writes the columns of trials whose ends are known.</summary>
internal static class MomentumMeasures
{
    /// <summary>Writes the trials of single ReLUs.</summary>
    public static void Write(in MomentumSettings settings, MomentumEnds ends, TrialColumns columns)
    {
        WriteEnds(settings, ends, columns);
        Write<DoubleLanes128>(settings, ends, columns);
        if (Of(columns, "across_end") is { IsEmpty: false } across)
        {
            for (var row = 0; row < columns.Rows; row++)
            {
                across[row] = Math.Sqrt(ends.Across[row]);
            }
        }
    }

    /// <summary>Writes the columns that every model has, but for those of <c>t</c>, the loss and what is dead.</summary>
    public static void WriteEnds(in MomentumSettings settings, MomentumEnds ends, TrialColumns columns)
    {
        var w = Of(columns, "w_end");
        var b = Of(columns, "b_end");
        var steps = Of(columns, "steps");
        var distance = Of(columns, "distance");
        var stopped = Bytes(columns, "stopped");
        for (var row = 0; row < columns.Rows; row++)
        {
            var (a, c) = (ends.W[row] - settings.Problem.Gamma, ends.B[row] - settings.Problem.Delta);
            (w[row], b[row], steps[row]) = (ends.W[row], ends.B[row], ends.Steps[row]);
            distance[row] = Math.Sqrt(a * a + c * c + ends.Across[row]);
            stopped[row] = ends.HasStopped[row] ? (byte)1 : (byte)0;
        }
    }

    /// <summary>A float64 column; empty when the cell has none of that name.</summary>
    public static Span<double> Of(TrialColumns columns, string name) =>
        columns.IndexOf(name) is var index && index >= 0 ? columns.Doubles(index) : [];

    private static Span<byte> Bytes(TrialColumns columns, string name) =>
        columns.IndexOf(name) is var index && index >= 0 ? columns.Bytes(index) : [];

    private static void Write<T>(in MomentumSettings settings, MomentumEnds ends, TrialColumns columns)
        where T : struct, IDoubleLanes<T>
    {
        var ts = Of(columns, "t_end");
        var active = Of(columns, "active_end");
        var losses = Of(columns, "loss");
        var dead = Bytes(columns, "dead");
        var born = Bytes(columns, "born_dead");
        var end = Bytes(columns, "end");
        var distance = Of(columns, "distance");
        for (var row = 0; row < columns.Rows; row++)
        {
            // Of several weights the norm takes the weight's place, with the sign of the one along the target.
            var norm = Math.Sqrt(ends.W[row] * ends.W[row] + ends.Across[row]);
            var t = SingleRelu.Ratio(T.Of(norm), T.Of(ends.B[row]));
            ts[row] = First(t);
            active[row] = First(NormalLaw.Of(t, out _));
            losses[row] = ends.Across[row] == 0 ? Loss<T>(settings, ends.W[row], ends.B[row]) : LossOfSeveral<T>(settings, ends, row);
            var start = settings.Lattice.Start(columns.FirstTrial + row);
            var atStart = First(NormalLaw.Of(SingleRelu.Ratio(T.Of(start.W), T.Of(start.B)), out _));
            born[row] = atStart < settings.DeadBelow ? (byte)1 : (byte)0;
            end[row] = (byte)(distance[row] <= settings.OptimumWithin ? MomentumMeasurements.Optimum
                : active[row] < settings.DeadBelow ? MomentumMeasurements.Dead
                : MomentumMeasurements.Neither);
            dead[row] = end[row] == MomentumMeasurements.Dead ? (byte)1 : (byte)0;
        }
    }

    private static double Loss<T>(in MomentumSettings settings, double w, double b)
        where T : struct, IDoubleLanes<T> => First(settings.Target == "relu"
            ? ReluTarget.Loss(settings.Problem, T.Of(w), T.Of(b))
            : LinearTarget.Loss(settings.Problem, T.Of(w), T.Of(b)));

    /// <summary>
    /// With weights across the target: along the weights' own direction the formulas of one input, with the parts of error
    /// and target across it, independent of being active, added.
    /// </summary>
    private static double LossOfSeveral<T>(in MomentumSettings settings, MomentumEnds ends, int row)
        where T : struct, IDoubleLanes<T>
    {
        if (settings.Target == "relu")
        {
            return double.NaN;
        }

        var (gamma, delta) = (settings.Problem.Gamma, settings.Problem.Delta);
        var norm = Math.Sqrt(ends.W[row] * ends.W[row] + ends.Across[row]);
        var (along, c) = (gamma * ends.W[row] / norm, ends.B[row] - delta);
        var on = SingleRelu.Moments(T.Of(norm), T.Of(ends.B[row]), out var t);
        var (law, density, second) = (First(on.Zeroth), First(on.Density), First(on.Second));
        var off = First(NormalLaw.Of(-t, out _));
        var offSecond = off + First(t) * density;
        var (a, rest) = (norm - along, gamma * gamma - along * along);
        var active = a * a * second + 2 * a * c * density + c * c * law + rest * law;
        var silent = along * along * offSecond - 2 * along * delta * density + delta * delta * off + rest * off;
        return 0.5 * Math.Max(0, active + silent);
    }

    private static double First<T>(T lanes)
        where T : struct, IDoubleLanes<T>
    {
        Span<double> numbers = stackalloc double[8];
        T.Store(lanes, ref MemoryMarshal.GetReference(numbers));
        return numbers[0];
    }
}
