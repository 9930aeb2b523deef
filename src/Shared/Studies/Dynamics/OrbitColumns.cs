using Farm.Domain;

namespace Farm.Studies.Dynamics;

/// <summary>Writes an orbit's measurements into their columns.</summary>
internal sealed class OrbitColumns
{
    private readonly Dictionary<string, int> places;

    /// <summary>For some columns of this study.</summary>
    /// <exception cref="ArgumentException">A column is none of this study's.</exception>
    public OrbitColumns(TrialColumns columns)
    {
        Columns = columns;
        places = columns.Measurements.Select((m, i) => (m.Name, i)).ToDictionary(p => p.Name, p => p.i, StringComparer.Ordinal);
        if (places.Keys.FirstOrDefault(name => DynamicsMeasurements.All.All(m => m.Name != name)) is { } unknown)
        {
            throw new ArgumentException($"'{unknown}' is no measurement of dynamics.", nameof(columns));
        }
    }

    /// <summary>The columns.</summary>
    public TrialColumns Columns { get; }

    /// <summary>Writes a row.</summary>
    public void Write(int row, int lane, DynamicsSettings settings, OrbitFindings batch, OrbitJudge judge)
    {
        var rate = settings.Problem.LearningRate;
        var watch = batch.Watches[lane];
        watch.Meet(double.IsNaN(judge.Curvature) ? watch.Curvature : judge.Curvature);
        var isPoint = judge.End == OrbitEnd.Point;
        var state = batch.Lane(batch.End, lane);
        var isBounded = judge.End != OrbitEnd.Diverged;
        var loss = isBounded ? batch.Plane.Loss(state) : double.NaN;
        Flag(row, "converged", isPoint);
        Small(row, "end", (int)judge.End);
        Flag(row, "fitted", loss < 1e-9);
        Flag(row, "lost_below_bound", IsLost(judge.End) && rate * watch.Curvature < OrbitWatch.Below);
        Flag(row, "held_beyond_bound", isPoint && rate * watch.Curvature > OrbitWatch.Beyond);
        Count(row, "period", judge.Period);
        Small(row, "verified", judge.Verified);
        Small(row, "proof", judge.Proof);
        Small(row, "direction", (int)batch.Directions[lane]);
        Count(row, "raised", watch.Raised);
        Count(row, "raised_below_bound", watch.RaisedBelow);
        Number(row, "curvature", watch.Curvature);
        Number(row, "rate_times_curvature", rate * watch.Curvature);
        Number(row, "curvature_end", judge.Curvature);
        Number(row, "loss", loss);
        Number(row, "norm", isBounded ? OrbitDirections.Norm(state) : double.NaN);
        Number(row, "place", isBounded ? state[0] : double.NaN);
        Number(row, "multiplier", judge.Multiplier.Magnitude);
        Number(row, "multiplier_re", judge.Multiplier.Real);
        Number(row, "multiplier_im", judge.Multiplier.Imaginary);
        Small(row, "neutral", judge.NeutralCount);
        Number(row, "escape", isBounded ? double.NaN : batch.Escapes[lane]);
        if (settings.HasExponents)
        {
            WriteExponents(row, batch.Exponents, isBounded);
        }
    }

    private void WriteExponents(int row, OrbitExponents exponents, bool isBounded)
    {
        var values = exponents.Values;
        Number(row, "exponent", isBounded ? values[0] : double.NaN);
        Number(row, "exponent_error", isBounded ? exponents.Error : double.NaN);
        Number(row, "exponent_2", isBounded && values.Length > 1 ? values[1] : double.NaN);
        Number(row, "exponent_3", isBounded && values.Length > 2 ? values[2] : double.NaN);
        Flag(row, "singular", isBounded && double.IsNegativeInfinity(values[0]));
    }

    /// <summary>Whether the orbit is known not to converge; one that is undecided may only be slow.</summary>
    private static bool IsLost(OrbitEnd end) => end is OrbitEnd.Cycle or OrbitEnd.Chaotic or OrbitEnd.Diverged;

    private void Flag(int row, string name, bool value) => Small(row, name, value ? 1 : 0);

    private void Small(int row, string name, int value) => Columns.Bytes(places[name])[row] = (byte)value;

    private void Count(int row, string name, int value) => Columns.Counts(places[name])[row] = (ushort)value;

    private void Number(int row, string name, double value) =>
        Columns.Doubles(places[name])[row] = double.IsFinite(value) ? value : double.NaN;
}
