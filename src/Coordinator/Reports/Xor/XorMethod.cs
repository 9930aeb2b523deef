using Farm.Coordinator.Reports.Page;

namespace Farm.Coordinator.Reports.Xor;

/// <summary>How a trial of study <c>xor</c> is computed, in words.</summary>
internal static class XorMethod
{
    /// <summary>The markup.</summary>
    public static Html Of() => Html.Of($"""
        <h3>A trial</h3>
        <p>One trial is one training in float32 on all four points at once: (−1, −1) and (1, 1) are class 0 with
        target 0, (1, −1) and (−1, 1) are class 1 with target 1. The models are <code>relu-pair</code>, relu(z₁) +
        relu(z₂); <code>abs</code>, |z|; and <code>relu</code>, relu(z); each z = w·x + b. A leaky slope replaces
        the zero below 0.</p>
        <p><b>Loss</b> is the mean over the four points of the squared error (some sources use the sum, which is
        four times as much).</p>
        <p><b>Training</b>: each epoch computes loss and gradient, updates the parameters, then tests whether to
        stop: that loss is below <code>stop_loss</code> (it ended <i>solved</i>); it has failed to improve on the
        best by more than <code>min_improvement</code> for more than <code>patience</code> epochs in a row
        (<i>stalled</i>); or <code>max_epochs</code> is reached (<i>exhausted</i>). Adam is bias-corrected;
        heavy-ball is m ← βm + (1 − β)g, θ ← θ − ηm.</p>
        <p>A trial has <b>failed</b> unless, after the last update, the output is at least 0.5 on both points of
        class 1 and on no other.</p>
        <h3>Starts</h3>
        <p>Weights are drawn from a normal distribution of mean 0 and standard deviation σ (<code>init_std</code>);
        biases start at 0.</p>
        <ul>
        <li><code>normal</code>: as drawn.</li>
        <li><code>mirror</code>: the second unit is the first with its sign changed.</li>
        <li><code>live</code>: redrawn until every point has an active unit, z &gt; 0 (no dead data).</li>
        <li><code>margin</code> m by activation: redrawn until every point has a unit with z &gt; m.</li>
        <li><code>margin</code> m by distance: live, and every point is at least m away from every unit’s
        hyperplane.</li>
        <li><code>sphere</code>: the bias puts each unit’s hyperplane tangent to a sphere about the data’s centre,
        facing inward.</li>
        </ul>
        <h3>Healing</h3>
        <p><code>healing: rescue</code>, the notes’ own loop: every epoch, between gradient and update, without the stop for a
        loss that does not improve. A point of class 1 on which every z has been ≤ 0 for more than 5 epochs is revived: the
        unit whose hyperplane is closest to it is moved until its z there is 0.0001, by w, b, both, or w in a random
        direction (<code>rescue_kind</code>). A hyperplane farther than 1.4 from the centre for more than 3 epochs gets
        b = 0. The other values are actions of the general loop, by default every 10 updates; each action lets the wait for
        a better loss begin anew. <code>docs/HEALING.md</code> tells all.</p>

        """);
}
