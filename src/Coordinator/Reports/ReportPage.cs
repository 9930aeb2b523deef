using System.Text;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Reports.Dynamics;
using Farm.Coordinator.Reports.Equilibria;
using Farm.Coordinator.Reports.Momentum;
using Farm.Coordinator.Reports.Networks;
using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Reports.Unactivated;
using Farm.Coordinator.Reports.Xor;
using Farm.Coordinator.Results;
using Farm.Domain;

namespace Farm.Coordinator.Reports;

/// <summary>Which program writes a report, and when.</summary>
/// <param name="CodeVersion">The program's version, with its commit where it is known.</param>
/// <param name="WrittenAt">Now.</param>
public sealed record ReportProvenance(string CodeVersion, DateTimeOffset WrittenAt);

/// <summary>
/// A sweep's report: one HTML page that needs no other file and no network. Same ledger content, program and instant,
/// same bytes.
/// </summary>
public static class ReportPage
{
    private static readonly IReadOnlyList<StudyReport> special =
    [
        new XorReport(),
        new RegressionReport(),
        new DeepNetReport(),
        new UnactivatedReport(),
        new MomentumReport(),
        new DynamicsReport("dynamics"),
        new DynamicsReport("dynamics-lattice"),
        new EquilibriaReport(),
    ];

    /// <summary>Writes the page, UTF-8.</summary>
    /// <param name="ledger">The ledger; nothing else is read.</param>
    /// <param name="sweep">One of its sweeps.</param>
    /// <param name="study">The sweep's study.</param>
    /// <param name="provenance">Who writes it, and when.</param>
    /// <param name="to">Where to; not closed.</param>
    public static void Write(
        ILedgerReader ledger, SweepRecord sweep, StudyDescription study, ReportProvenance provenance, Stream to)
    {
        var data = new ReportData(ledger, sweep, study, ResultsTable.Build(ledger, sweep, study), provenance);
        var report = special.FirstOrDefault(r => r.Study == study.Name) ?? new GenericReport();
        List<Section> sections =
        [
            .. report.Sections(data),
            ResultsSection.Of(data, report),
            MethodSection.Of(data, report),
            ProvenanceSection.Of(data),
        ];
        using var text = new StreamWriter(to, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        text.Write(PageLayout.Of(data, report.Answer(data), sections).ToString());
    }
}
