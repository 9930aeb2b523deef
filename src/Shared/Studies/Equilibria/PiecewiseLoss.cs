using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Equilibria;

/// <summary>
/// The loss c·Σ (f(xᵢ) − yᵢ)² of a model on a data set, as a function of its parameters θ = (w, b) of one unit after
/// the other. It is a convex quadratic on each region in which no pre-activation changes its sign.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="data">The data.</param>
/// <param name="scale">c: 1 for the sum of squares, 1/N for their mean.</param>
internal sealed class PiecewiseLoss(UnitModel model, SmallData data, Rational scale)
{
    private readonly Rational[][] rows = RowsOf(model.Units, data);

    /// <summary>The model.</summary>
    public UnitModel Model => model;

    /// <summary>The data.</summary>
    public SmallData Data => data;

    /// <summary>c.</summary>
    public Rational Scale => scale;

    /// <summary>N.</summary>
    public int Samples => data.Targets.Length;

    /// <summary>Pre-activations z: unit u on sample i is number uN + i.</summary>
    public int Activations => model.Units * Samples;

    /// <summary>Length of θ.</summary>
    public int Parameters => model.Units * Block;

    /// <summary>Parameters of one unit: a weight an input, and the bias.</summary>
    public int Block => data.Points[0].Length + 1;

    /// <summary>The loss of a cell.</summary>
    public static PiecewiseLoss Of(Cell cell)
    {
        var data = SmallData.Of(cell.Parameters["data"].Word);
        var isMean = cell.Parameters["loss_kind"].Word == "mean";
        return new PiecewiseLoss(UnitModel.Of(cell), data, isMean ? Rational.Of(1, data.Targets.Length) : 1);
    }

    /// <summary>The row with which θ makes a pre-activation: z = row·θ.</summary>
    public Rational[] RowOf(int activation) => rows[activation];

    /// <summary>The sample of a pre-activation.</summary>
    public int SampleOf(int activation) => activation % Samples;

    /// <summary>φ with f(xᵢ) = φ·θ while pre-activations have these signs.</summary>
    public Rational[] Feature(ReadOnlySpan<int> signs, int sample)
    {
        var feature = new Rational[Parameters];
        for (var k = sample; k < Activations; k += Samples)
        {
            feature = RationalVectors.PlusTimes(feature, model.SlopeAt(signs[k]), rows[k]);
        }

        return feature;
    }

    /// <summary>The pre-activations' signs.</summary>
    public int[] SignsAt(Rational[] point) => [.. rows.Select(r => RationalVectors.Dot(r, point).Sign)];

    /// <summary>f(xᵢ) − yᵢ for each sample.</summary>
    public Rational[] Residuals(Rational[] point)
    {
        var signs = SignsAt(point);
        return
        [
            .. Enumerable.Range(0, Samples)
                .Select(i => RationalVectors.Dot(Feature(signs, i), point) - data.Targets[i]),
        ];
    }

    /// <summary>The loss for these residuals.</summary>
    public Rational LossOf(ReadOnlySpan<Rational> residuals) => scale * RationalVectors.Dot(residuals, residuals);

    /// <summary>The Hessian 2c·Σ φᵢφᵢᵀ of the piece with these signs.</summary>
    public List<Rational[]> Hessian(ReadOnlySpan<int> signs)
    {
        List<Rational[]> hessian = [.. Enumerable.Range(0, Parameters).Select(_ => new Rational[Parameters])];
        for (var i = 0; i < Samples; i++)
        {
            var feature = Feature(signs, i);
            for (var j = 0; j < Parameters; j++)
            {
                hessian[j] = RationalVectors.PlusTimes(hessian[j], 2 * scale * feature[j], feature);
            }
        }

        return hessian;
    }

    private static Rational[][] RowsOf(int units, SmallData data)
    {
        var block = data.Points[0].Length + 1;
        return
        [
            .. Enumerable.Range(0, units).SelectMany(u => data.Points.Select(x =>
            {
                var row = new Rational[units * block];
                x.CopyTo(row, u * block);
                row[(u + 1) * block - 1] = Rational.One;
                return row;
            })),
        ];
    }
}
