using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Farm.Numerics;

/// <summary>The largest eigenvalues of sixteen growing tridiagonal matrices, a lane each, and what they lack of convergence.</summary>
/// <remarks>
/// A matrix that grows by a row has its largest eigenvalue between the one before, θ, and that of [[θ, β], [β, α]]; from
/// there Newton's method on the characteristic polynomial falls towards it without passing it. The polynomial's logarithmic
/// derivative is Σ q'ᵢ/qᵢ over the pivots of LDLᵀ. With the pivots at θ, the eigenvector's components are
/// x_{i+1} = x_i·qᵢ/βᵢ, and the residual is β times the last one's share.
/// </remarks>
internal sealed class RitzTile(int mostSteps)
{
    private const int MostIterations = 60;
    private const double Enough = 1e-14;

    private readonly LaneMemory diagonal = Wide.Allocate(mostSteps * UnitTileProduct.Width);
    private readonly LaneMemory beside = Wide.Allocate(mostSteps * UnitTileProduct.Width);
    private readonly double[] values = new double[UnitTileProduct.Width];
    private readonly double[] residuals = new double[UnitTileProduct.Width];
    private readonly double[] current = new double[UnitTileProduct.Width];
    private readonly double[] isDone = new double[UnitTileProduct.Width];
    private double tolerance;

    /// <summary>Starts over.</summary>
    /// <param name="tolerance">A residual of this share of the eigenvalue is small enough.</param>
    public void Begin(double tolerance)
    {
        this.tolerance = tolerance;
        Array.Clear(isDone);
    }

    /// <summary>Adds a row to each matrix; true when all lanes have converged.</summary>
    public bool Add(
        int step, (Vector512<double> Left, Vector512<double> Right) alpha, (Vector512<double> Left, Vector512<double> Right) beta)
    {
        var left = AddHalf(step, 0, alpha.Left, beta.Left);
        var right = AddHalf(step, Wide.Count, alpha.Right, beta.Right);
        return left & right;
    }

    /// <summary>The values and residuals.</summary>
    public void CopyTo(Span<double> largest, Span<double> lacking)
    {
        values.AsSpan(0, largest.Length).CopyTo(largest);
        residuals.AsSpan(0, lacking.Length).CopyTo(lacking);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool AddHalf(int step, int half, Vector512<double> alpha, Vector512<double> beta)
    {
        ref var d = ref diagonal.Numbers()[half];
        ref var e = ref beside.Numbers()[half];
        Wide.Store(alpha, ref d, step * UnitTileProduct.Width);
        Wide.Store(beta, ref e, step * UnitTileProduct.Width);
        var theta = alpha;
        if (step > 0)
        {
            var before = Vector512.LoadUnsafe(ref current[half]);
            theta = Newton(ref d, ref e, step, before, Top(before, Wide.Load(ref e, (step - 1) * UnitTileProduct.Width), alpha));
        }

        theta.StoreUnsafe(ref current[half]);
        var residual = Residual(ref d, ref e, step, theta, beta);
        var done = Vector512.LoadUnsafe(ref isDone[half]);
        var keep = Vector512.Equals(done, Vector512<double>.One);
        Vector512.ConditionalSelect(keep, Vector512.LoadUnsafe(ref values[half]), theta).StoreUnsafe(ref values[half]);
        Vector512.ConditionalSelect(keep, Vector512.LoadUnsafe(ref residuals[half]), residual).StoreUnsafe(ref residuals[half]);
        var isSmall = Vector512.LessThanOrEqual(residual, Vector512.Create(tolerance) * theta);
        done = Vector512.ConditionalSelect(isSmall, Vector512<double>.One, done);
        done.StoreUnsafe(ref isDone[half]);
        return Vector512.EqualsAll(done, Vector512<double>.One);
    }

    /// <summary>The larger eigenvalue of [[θ, β], [β, α]].</summary>
    private static Vector512<double> Top(Vector512<double> theta, Vector512<double> beta, Vector512<double> alpha)
    {
        var half = Vector512.Create(0.5);
        var difference = half * (theta - alpha);
        return half * (theta + alpha) + Vector512.Sqrt(Wide.Fused(difference, difference, beta * beta));
    }

    private static Vector512<double> Newton(
        ref double d, ref double e, int step, Vector512<double> least, Vector512<double> theta)
    {
        var moving = Vector512.Equals(theta, theta).AsInt64();
        for (var iteration = 0; iteration < MostIterations && moving != Vector512<long>.Zero; iteration++)
        {
            var pivot = theta - Wide.Load(ref d, 0);
            var slope = Vector512<double>.One;
            var sum = slope / pivot;
            for (nint i = 1; i <= step; i++)
            {
                var b = Wide.Load(ref e, (i - 1) * UnitTileProduct.Width);
                var ratio = b / pivot;
                slope = Wide.Fused(ratio * ratio, slope, Vector512<double>.One);
                pivot = theta - Wide.Load(ref d, i * UnitTileProduct.Width) - b * ratio;
                sum += slope / pivot;
            }

            // A lane that has come to its root stays there, whatever the others do, and so does one whose matrix has fallen
            // apart: comparisons fail for what is no number.
            var next = theta - Vector512<double>.One / sum;
            var isNearer = Vector512.GreaterThanOrEqual(next, least)
                & Vector512.LessThan(next, theta * Vector512.Create(1 - Enough));
            moving &= isNearer.AsInt64();
            theta = Vector512.ConditionalSelect(moving.AsDouble(), next, theta);
        }

        return theta;
    }

    private static Vector512<double> Residual(
        ref double d, ref double e, int step, Vector512<double> theta, Vector512<double> beta)
    {
        var (x, square) = (Vector512<double>.One, Vector512<double>.One);
        Vector512<double> pivot = default;
        for (nint i = 0; i < step; i++)
        {
            pivot = theta - Wide.Load(ref d, i * UnitTileProduct.Width) - pivot;
            var b = Wide.Load(ref e, i * UnitTileProduct.Width);
            x *= pivot / b;
            square = Wide.Fused(x, x, square);
            pivot = b * b / pivot;
        }

        return beta * Vector512.Abs(x) / Vector512.Sqrt(square);
    }
}
