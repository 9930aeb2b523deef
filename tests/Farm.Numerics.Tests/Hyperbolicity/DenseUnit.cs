using MathNet.Numerics.LinearAlgebra;
using Complex = System.Numerics.Complex;

namespace Farm.Numerics.Tests.Hyperbolicity;

/// <summary>A unit's dense Hessian block, which no update rule has a part in.</summary>
internal sealed class DenseBlock
{
    /// <summary>What makes a row independent, as the classifier has it: farther than this from the span of the others.</summary>
    private const double LeastDistance = 1e-6;

    private readonly SampleLayer layer;
    private readonly int unit;
    private readonly Dictionary<(double, double), double[]> values = [];

    public DenseBlock(SampleLayer layer, int unit)
    {
        (this.layer, this.unit) = (layer, unit);
        var p = layer.Inputs + 1;
        var rows = new List<Vector<double>>();
        Hessian = Matrix<double>.Build.Dense(p, p);
        for (var j = 0; j < layer.Samples; j++)
        {
            var x = Vector<double>.Build.Dense(p, c => c < layer.Inputs ? layer.InputRows[j * layer.Inputs + c] : 1);
            var isOn = layer.Activity[j * layer.Units + unit] != 0;
            var s = isOn ? Weight(layer, unit, j) : 0;
            Active += isOn ? 1 : 0;
            if (s > 0)
            {
                rows.Add(x / x.L2Norm());
                var scale = layer.InputScales.Length == 0 ? 1 : layer.InputScales[unit];
                var scaled = Vector<double>.Build.Dense(p, c => c < layer.Inputs ? x[c] * scale : 1);
                Hessian += s * scaled.OuterProduct(scaled);
            }
        }

        var distances = Eigenvalues.Samples.Distances(rows);
        Reaching = rows.Count;
        Rank = distances.Count(d => d > LeastDistance);
        IsRankClose = distances.Any(d => Math.Abs(d - LeastDistance) < 0.02 * LeastDistance);
        Norm = Math.Sqrt(layer.Weights.Skip(unit * layer.Inputs).Take(layer.Inputs).Sum(w => (double)w * w)
            + (double)layer.Biases[unit] * layer.Biases[unit]);
    }

    public int Active { get; }

    public int Reaching { get; }

    public int Rank { get; }

    /// <summary>Whether the Gram matrix in float64, exact to 1e-14 of the square, might tell another rank.</summary>
    public bool IsRankClose { get; }

    public double Norm { get; }

    public Matrix<double> Hessian { get; }

    /// <summary>All p, ascending, as the rule scales the parameters.</summary>
    public double[] Values(UpdateRule rule)
    {
        var scaling = rule.IsAdam ? (rule.SquareScale, rule.Epsilon) : default;
        if (!values.TryGetValue(scaling, out var found))
        {
            values[scaling] = found = Eigenvalues.Samples.Eigenvalues(Scaled(rule));
        }

        return found;
    }

    private Matrix<double> Scaled(UpdateRule rule)
    {
        if (!rule.IsAdam)
        {
            return Hessian;
        }

        var d = Vector<double>.Build.Dense(Hessian.RowCount, c => Math.Sqrt(rule.SquareScale * (c < layer.Inputs
            ? layer.SecondWeights[unit * layer.Inputs + c]
            : layer.SecondBiases[unit])) + rule.Epsilon);
        return Matrix<double>.Build.Dense(d.Count, d.Count, (a, b) => Hessian[a, b] / Math.Sqrt(d[a] * d[b]));
    }

    private static double Weight(SampleLayer layer, int unit, int sample)
    {
        double Delta(int k) => layer.Sensitivities[(k * layer.Samples + sample) * layer.Units + unit];
        double P(int k) => layer.Probabilities[sample * layer.Outputs + k];

        var outputs = Enumerable.Range(0, layer.Outputs).ToArray();
        if (layer.Probabilities.Length == 0)
        {
            return 2.0 / layer.Samples * outputs.Sum(k => Delta(k) * Delta(k));
        }

        var mean = outputs.Sum(k => P(k) * Delta(k));

        // Float32 probabilities do not quite sum to 1, and each form of the variance takes that its own way.
        var square = mean * mean * (2 - outputs.Sum(P));
        var value = (outputs.Sum(k => P(k) * Delta(k) * Delta(k)) - square) / layer.Samples;
        return outputs.All(k => Delta(k) == 0) ? 0 : value;
    }
}

/// <summary>A unit's spectrum and types the slow way: the dense Hessian block, its eigenvalues by MathNet, roots one by one.</summary>
internal sealed class DenseUnit(DenseBlock block, UpdateRule rule)
{
    public DenseUnit(SampleLayer layer, UpdateRule rule, int unit)
        : this(new DenseBlock(layer, unit), rule)
    {
    }

    public int Active => block.Active;

    public int Reaching => block.Reaching;

    public int Rank => block.Rank;

    public Matrix<double> Hessian => block.Hessian;

    /// <summary>All p, ascending.</summary>
    public double[] Values { get; } = block.Values(rule);

    private double[] SpanValues => [.. Values.Skip(Values.Length - Rank)];

    private double[] ZerosAndSpan => [.. new double[Values.Length - Rank], .. SpanValues];

    private double FlatBelow => 1e-3 * Values.Sum() / Rank;

    /// <summary>Roots of z² − (1 + β − a)z + β as eigenvalues of the companion matrix.</summary>
    public static Complex[] Roots(UpdateRule rule, double lambda)
    {
        var sum = 1 + rule.Beta - rule.Rate * (1 - rule.Beta) * lambda;
        var companion = Matrix<double>.Build.DenseOfArray(new[,] { { sum, -rule.Beta }, { 1, 0 } });
        return [.. companion.Evd().EigenValues];
    }

    /// <summary>Whether some border lies so near an eigenvalue that rounding decides.</summary>
    public bool IsClose(params double[] borders) =>
        SpanValues.Any(v => borders.Append(FlatBelow).Append(1e-4).Any(b => Math.Abs(v - b) <= 1e-9 * Math.Max(b, Values[^1])));

    public TypedCounts Fixed(bool isFree = false) => Type(ZerosAndSpan, 0.01, isFree);

    public TypedCounts Span(bool isFree = false) => Type(SpanValues, 0.01, isFree);

    public TypedCounts Scaled(bool isFree = false) => Type([.. SpanValues.Where(v => v >= FlatBelow)], 0, isFree);

    public int Flat() => SpanValues.Count(v => v < FlatBelow);

    public int Flips() => SpanValues.Count(v => Roots(rule, v).Any(m => (m + 1).Magnitude <= 0.01));

    private TypedCounts Type(double[] values, double tolerance, bool isFree)
    {
        if (Reaching == 0)
        {
            var counts = values.Length > 0 && tolerance > 0 ? CountsOf(values, tolerance, isFree) : default;
            return new(Active == 0 ? UnitType.Off : UnitType.Blocked, counts);
        }

        var band = CountsOf(values, tolerance, isFree);
        var type = band.In > 0 ? UnitType.NonHyperbolic
            : band.Above == 0 ? (block.Norm < 1e-4 ? UnitType.CollapsedSink : UnitType.HealthySink)
            : band.Below == 0 ? UnitType.Source : UnitType.Saddle;
        return new(type, band);
    }

    private BandCounts CountsOf(double[] values, double tolerance, bool isFree)
    {
        var moduli = values.SelectMany(v => isFree
            ? [Math.Abs(1 - rule.Rate * v)]
            : rule.Beta == 0 ? [Math.Abs(1 - rule.Rate * v)]
            : rule.Reading == RootReading.Both ? Roots(rule, v).Select(r => r.Magnitude).ToArray()
            : [Roots(rule, v).Max(r => r.Magnitude)]).ToArray();
        return new(
            moduli.Count(m => m < 1 - tolerance),
            moduli.Count(m => m >= 1 - tolerance && m <= 1 + tolerance),
            moduli.Count(m => m > 1 + tolerance));
    }
}
