namespace Farm.Studies.Dynamics;

/// <summary>Curvature and loss of one orbit, step by step from its start.</summary>
internal struct OrbitWatch
{
    /// <summary>Below the bound 2 by more than an eigenvalue's rounding.</summary>
    public const double Below = 2 * (1 - 1e-9);

    /// <summary>Beyond it, likewise.</summary>
    public const double Beyond = 2 * (1 + 1e-9);

    /// <summary>Losses that differ by less than this share of themselves are told apart by rounding alone.</summary>
    private const double Tolerance = 1e-12;

    private double loss;
    private double last;

    /// <summary>Largest curvature met.</summary>
    public double Curvature { get; private set; }

    /// <summary>Steps that raised the loss.</summary>
    public int Raised { get; private set; }

    /// <summary>Those whose step size times curvature was below 2 before and after.</summary>
    public int RaisedBelow { get; private set; }

    /// <summary>The start.</summary>
    public static OrbitWatch From(OrbitPlane plane, ReadOnlySpan<double> state)
    {
        var curvature = plane.Curvature(state);
        return new OrbitWatch { loss = plane.Loss(state), last = curvature, Curvature = curvature };
    }

    /// <summary>The state after a step.</summary>
    public void See(OrbitPlane plane, ReadOnlySpan<double> state, double learningRate)
    {
        var (next, curvature) = (plane.Loss(state), plane.Curvature(state));
        if (!double.IsFinite(next) || !double.IsFinite(curvature))
        {
            return;
        }

        if (next > loss * (1 + Tolerance) + double.Epsilon)
        {
            Raised++;
            RaisedBelow += learningRate * Math.Max(last, curvature) < Below ? 1 : 0;
        }

        (loss, last) = (next, curvature);
        Meet(curvature);
    }

    /// <summary>A state on the way whose curvature counts.</summary>
    public void Meet(double curvature) => Curvature = Math.Max(Curvature, curvature);
}
