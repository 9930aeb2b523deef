using Farm.Coordinator.Reports.Page;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Sections;

/// <summary>How trials were computed and how intervals were made.</summary>
internal static class MethodSection
{
    /// <summary>The section.</summary>
    public static Section Of(ReportData data, StudyReport report)
    {
        var html = Html.Of($"{report.Method(data)}");
        if (data.Common.Count > 0)
        {
            html.Add($"<h3>Parameters that all cells share</h3>\n<dl class=\"terms\">");
            foreach (var (axis, value) in data.Common)
            {
                html.Add($"<dt><code>{axis.Name}</code> = {value.Text}</dt><dd>{axis.Meaning}</dd>");
            }

            html.Add($"</dl>\n");
        }

        html.Add($"<h3>Intervals</h3>\n<ul>");
        AddIntervals(html, data.IsEnumerated);
        html.Add($"<li>Quantiles are read from histograms with fixed bins; the true sample quantile lies in the same "
            + $"bin, so that the error is at most its width. Sampling error comes on top.</li>");
        html.Add($"<li>Randomness is counter-based (Philox 4×32-10): a trial is a function of study revision, cell, "
            + $"seed and index alone, and has the same bits on any number of threads and any SIMD width.</li></ul>\n");
        return new Section("method", "Method", html);
    }

    private static void AddIntervals(Html html, bool isEnumerated)
    {
        if (isEnumerated)
        {
            html.Add($"<li>Trials are the points of a lattice, all of them: nothing is sampled, so that there is no "
                + $"confidence interval. Means are exact for these points.</li>");
            html.Add($"<li>Shares: the {LatticeShare.Method}. It holds where nothing is finer than the lattice; a finer "
                + $"one tells.</li>");
            return;
        }

        html.Add($"<li>All intervals have a confidence of 99%, each on its own: of a hundred, one is expected to miss."
            + $"</li>");
        html.Add($"<li>Shares: the exact interval of Clopper and Pearson (1934); it covers no less often.</li>");
        html.Add($"<li>Means: {Mean.IntervalMethod}; for values that are not normal it rests on the number of trials."
            + $"</li>");
        html.Add($"<li>Differences and ratios of shares: {ScoreDifference.Method} (1985); of means: {Welch.Method}."
            + $"</li>");
    }
}
