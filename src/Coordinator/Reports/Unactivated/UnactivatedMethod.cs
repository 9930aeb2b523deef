using Farm.Coordinator.Reports.Page;

namespace Farm.Coordinator.Reports.Unactivated;

/// <summary>How a trial of study <c>unactivated</c> is computed, in words.</summary>
internal static class UnactivatedMethod
{
    /// <summary>The markup.</summary>
    public static Html Of() => Html.Of($"""
        <h3>A trial</h3>
        <p>One trial is one draw of all weights and biases. A neuron above the first hidden layer, g(x) = Σ v_j relu(W_j·x + b_j) + c,
        is <i>stably unactivated</i> when the supremum of g over all inputs is below 0. For n₁ ≥ n₀ that is so when no slope of g is
        above 0 along a line in which n₀ − 1 of the hyperplanes W_j·x = 0 meet, and g is below 0 wherever n₀ of the hyperplanes
        W_j·x + b_j = 0 meet. For n₁ &lt; n₀ it is so when all of v and c are below 0.</p>
        <ul>
        <li><code>exact</code> decides that for the drawn c.</li>
        <li><code>smoothed</code> takes the chance that a freshly drawn c leaves, given W, b and v; the same expectation.
        With <code>positive_share</code> p below ½, v is drawn with fewer positive signs, and a draw with k of them is weighted
        by (½/p)ᵏ(½/(1 − p))^(n₁−k): the same expectation again.</li>
        <li><code>sampled</code> is the source’s method: no input of a cloud activates the neuron, nor any of some networks near the
        drawn one. It is biased upward.</li>
        </ul>
        <p>Numbers closer to 0 than 10⁻¹⁰ of their terms’ sizes have no certain sign: such a draw counts as undecided and as activated.
        With more hidden layers, <code>exact</code> carries the breakpoints of one input through all layers.</p>

        """);
}
