using Farm.Coordinator.Reports.Page;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Networks;

/// <summary>How trials of the studies of networks are computed, in words.</summary>
internal static class NetworkMethod
{
    /// <summary>The markup.</summary>
    public static Html Of() => Html.Of($"""
        <h3>A trial</h3>
        <p>One trial is one training in float32 from one random start. Inputs are standardised; targets of a regression are
        y = γ(y* − mean)/sd + δ. Mini-batches are drawn from an order that is shuffled anew every epoch, the short last one
        kept. A residual block is h + W₂·act(BN(W₁·act(BN h))).</p>
        <p><b>Fit</b> is the mean squared error/γ² on the first 1,000 samples of a seeded order: the error in units of the
        targets’ own spread, so that fits at different γ can be compared. A constant output at the targets’ mean has a fit of
        about 1.</p>
        <p>A ReLU is <b>dead</b> when it is off on the whole data set; the <b>worst layer</b> is the one with the largest share
        of dead units. A trial has <b>died</b> when a layer was dead whole in some row of its time series.</p>
        <p><b>Unit types</b> come from the eigenvalues μ of the update’s Jacobian restricted to one unit, by the optimiser’s
        own rule: healthy and collapsed sink (all |μ| below 1), source (all above), saddle (some of either), non-hyperbolic
        (some at 1), off and blocked. The variants differ in which eigenvalues they ask.</p>
        <h3>Figures over trials</h3>
        <ul>
        <li>Fits: geometric means; Student’s interval and Welch’s comparison are made of logarithms.</li>
        <li>Shares of units: arithmetic means with Student’s interval, cut at 0 and 100%; comparisons are Welch’s.</li>
        <li>Curves: medians. The interval of a median is exact for any distribution, {Median.IntervalMethod}; fewer than
        {Median.FewestForInterval} trials have none of 99%, and their range stands in its place.</li>
        </ul>

        """);
}
