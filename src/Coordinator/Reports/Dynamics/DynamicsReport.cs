using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Dynamics;

/// <summary>The report of studies <c>dynamics</c> and <c>dynamics-lattice</c>.</summary>
internal sealed class DynamicsReport(string study) : StudyReport
{
    /// <inheritdoc/>
    public override string Study => study;

    /// <inheritdoc/>
    public override Html Answer(ReportData data)
    {
        var claims = OrbitVerdicts.Of(data, this, OrbitPanels.Of(data, this));
        if (claims.Count == 0)
        {
            return Html.Of($"<p>No orbit has been iterated yet.</p>");
        }

        var html = new Html();
        foreach (var claim in claims)
        {
            html.Add($"<p><b>{claim.Title}:</b> {claim.Tally}.</p>\n");
        }

        return html.Add($"<p>Over {Figures.Count(data.Cells.Sum(c => c.Trials))} orbits; the rules stand under “Verdicts”.</p>\n");
    }

    /// <inheritdoc/>
    public override IEnumerable<Section> Sections(ReportData data)
    {
        if (!WithTrials(data).Any())
        {
            return [];
        }

        var panels = OrbitPanels.Of(data, this);
        Section?[] sections =
        [
            EndsSection.Of(panels),
            panels.Lines.Any() ? null : EndsByCell(data),
            BifurcationSection.Of(panels),
            ExponentSection.Of(panels),
            SpectrumSection.Of(data, panels),
            BoundSection.Of(panels),
            DirectionSection.Of(panels),
            WidthSection.Of(data, this),
            OrbitVerdicts.SectionOf(OrbitVerdicts.Of(data, this, panels)),
        ];
        return sections.OfType<Section>();
    }

    /// <inheritdoc/>
    public override Html Method(ReportData data) => Html.Of($"""
        <p>Full-batch gradient descent θ ← θ − η∇L in float64, L the mean of the squared errors; one trial is one orbit. φ’ at 0 is the
        slope below, of |z| it is 0. After the transient, tangents first turn for 1/32 of the measured steps; then the exponents are
        means of ln r_kk of the QR factors along the orbit over 32 blocks, with Student’s 99% interval. Jacobians use the full Hessian
        (2/N)Σ(∇f∇fᵀ + (f − y)∇²f); a singular product counts as −∞. Chaotic are bounded orbits whose largest exponent is above 0 by more
        than its error and makes neighbours part e¹⁰ times over the measured steps: less may be a passage by a saddle.</p>
        <p>An orbit is back after p steps when all parameters are within 10⁻⁹ of where they were. A point or cycle attracts or is
        neutral: no eigenvalue of the Jacobian along it has a modulus above 1 + 10⁻⁶. On a kink, where some z is within 10⁻⁶ of 0, there
        is no Jacobian: there a push of 10⁻⁷ must stay below 10⁻³ for 4,096 steps. Otherwise it is called rounding, as
        float64 alone can hold an orbit there. An orbit has diverged when its norm is above 10⁹.</p>
        <p>Verified orbits are gone on with in twice the precision (106 bits) from float64’s last state: a cycle must come back a thousand
        times more closely and stay there, of chaos two starts that are 10⁻²⁴ apart must part to 10⁻³ at the exponent’s rate, within a
        factor of two, and stay bounded. Cycles of models with one trained layer are proved in whole numbers without rounding: the
        affine map of the whole period has a fixed point that goes through the same activity patterns and comes back exactly.</p>

        """);

    /// <inheritdoc/>
    public override string Part(ReportData data, string parameter, Value value) => parameter switch
    {
        "learning_rate" => $"η {Number(data, parameter, value)}",
        "start" => $"{value.Word} starts",
        _ => base.Part(data, parameter, value),
    };

    private Section EndsByCell(ReportData data) => ProportionSection.Of(
        data, this, data.Study.Measurements[0], new ShareTexts("Orbits that end in a point", "Orbits that end in a point", "share of orbits", null), []);
}
