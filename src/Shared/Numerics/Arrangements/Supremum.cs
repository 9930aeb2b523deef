namespace Farm.Numerics;

/// <summary>What the slopes of a piecewise-linear function along the edges of its regions say.</summary>
public enum SlopeVerdict
{
    /// <summary>None is above 0: the function is bounded above and reaches its supremum at a vertex.</summary>
    Bounded,

    /// <summary>One is above 0: the function has no upper bound.</summary>
    Unbounded,

    /// <summary>None is above 0 beyond rounding, but one is so close to 0 that rounding may decide its sign.</summary>
    Undecided,
}

/// <summary>A largest value with what rounding may have done to it.</summary>
/// <param name="Value">The largest value as computed.</param>
/// <param name="Low">It is at least this.</param>
/// <param name="High">It is at most this.</param>
/// <param name="IsWhole">
/// Whether every vertex was looked at: not where one lay above the caller's limit and the rest was left, nor after a tie.
/// </param>
public readonly record struct Supremum(double Value, double Low, double High, bool IsWhole);

/// <summary>Finds the supremum of Σ v_j relu(W_j·x + b_j) over all x for one <see cref="NeuronDraw"/> after the other.</summary>
/// <remarks>
/// For n₁ ≥ n₀ and parameters in general position the function is bounded above iff its slope is ≤ 0 both ways along every
/// line in which n₀ − 1 of the hyperplanes W_j·x = 0 meet, and its supremum is then reached where n₀ hyperplanes
/// W_j·x + b_j = 0 meet. Not thread-safe.
/// </remarks>
public interface ISupremum
{
    /// <summary>
    /// Numbers closer to 0 than this share of the sum of their terms' sizes have no certain sign. Rounding is near 10⁻¹⁶ a
    /// term and grows with the condition of the n₀ hyperplanes that meet.
    /// </summary>
    public const double Tolerance = 1e-10;

    /// <summary>What the slopes say; b is not read. Stops at the first slope above 0.</summary>
    SlopeVerdict Slopes();

    /// <summary>
    /// The supremum without c, of a draw whose slopes are bounded. Stops when it is surely above a limit.
    /// </summary>
    /// <param name="limit">What lies above it need not be told apart; +∞ for all of it.</param>
    Supremum Values(double limit);
}
