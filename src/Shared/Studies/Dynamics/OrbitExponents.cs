using Farm.Numerics;

namespace Farm.Studies.Dynamics;

/// <summary>Lyapunov exponents of the lanes' orbits, from the growth in each block.</summary>
internal sealed class OrbitExponents
{
    /// <summary>Student's t of 31 degrees of freedom at 99%, two-sided.</summary>
    private const double T = 2.7440419;

    private readonly double[] rates;
    private readonly double[] growth;
    private readonly double[] values;
    private readonly double[] errors;
    private readonly int count;
    private int blocks;

    /// <summary>For so many exponents.</summary>
    public OrbitExponents(int exponents)
    {
        count = exponents;
        growth = new double[exponents * IOrbitKernel.Lanes];
        rates = new double[DynamicsSettings.Blocks * growth.Length];
        (values, errors) = (new double[exponents], new double[exponents]);
    }

    /// <summary>Where the kernel adds the logarithms of the present block.</summary>
    public double[] Growth => growth;

    /// <summary>Exponents of the lane that <see cref="Read"/> read, the largest first; −∞ where the Jacobians' product is singular.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>Half of the largest one's interval.</summary>
    public double Error => errors[0];

    /// <summary>No blocks yet.</summary>
    public void Clear()
    {
        blocks = 0;
        Array.Clear(growth);
    }

    /// <summary>A block has ended.</summary>
    public void EndBlock(int steps)
    {
        for (var i = 0; i < growth.Length; i++)
        {
            rates[blocks * growth.Length + i] = growth[i] / steps;
            growth[i] = 0;
        }

        blocks++;
    }

    /// <summary>The exponents of a lane.</summary>
    public void Read(int lane)
    {
        for (var k = 0; k < count; k++)
        {
            var (sum, squares) = (0.0, 0.0);
            for (var block = 0; block < blocks; block++)
            {
                sum += RateOf(block, k, lane);
            }

            var mean = sum / blocks;
            for (var block = 0; block < blocks; block++)
            {
                var difference = RateOf(block, k, lane) - mean;
                squares += difference * difference;
            }

            // What began as −∞ is no number any more.
            values[k] = double.IsFinite(mean) ? mean : double.NegativeInfinity;
            errors[k] = T * Math.Sqrt(squares / (blocks - 1) / blocks);
        }

        Array.Sort(values, errors);
        Array.Reverse(values);
        Array.Reverse(errors);
    }

    private double RateOf(int block, int exponent, int lane) =>
        rates[block * growth.Length + exponent * IOrbitKernel.Lanes + lane];
}
