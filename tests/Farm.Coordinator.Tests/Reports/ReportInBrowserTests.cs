using System.Diagnostics;
using System.Text.RegularExpressions;
using Farm.Coordinator.Tests.Results;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Reports;

public class ReportInBrowserTests
{
    private const string Browser = "/usr/bin/chromium";

    [SkippableFact]
    public async Task Chromium_draws_every_plot_without_a_word_on_its_console()
    {
        Skip.IfNot(File.Exists(Browser), $"needs {Browser}; on Debian: apt-get install chromium");
        using var xor = XorSample.Ledger(name: "<script>alert(1)</script>", blocks: 1);
        using var small = SmallStudy.FullLedger();
        using var regression = NetworkSample.Regression(running: 1);
        using var deepNet = NetworkSample.DeepNet();
        using var dynamics = DynamicsSample.Ledger();
        using var equilibria = EquilibriaSample.Sources();
        using var unactivated = UnactivatedSample.Ledger();
        using var momentum = MomentumSample.Ledger();
        string[] pages =
        [
            ReportPageTests.PageOf(xor), ReportPageTests.PageOf(small, SmallStudy.Description),
            NetworkReportTests.PageOf(regression), NetworkReportTests.PageOf(deepNet),
            ReportPageTests.PageOf(dynamics, BuiltInStudies.Catalog.Find("dynamics")!.Description),
            ReportPageTests.PageOf(equilibria, EquilibriaSample.Study),
            ReportPageTests.PageOf(unactivated, UnactivatedSample.Study),
            MomentumReportTests.PageOf(momentum),
        ];
        foreach (var page in pages)
        {
            var (dom, errors) = await OpenAsync(page);
            var plots = Regex.Count(page, "<figure ");
            Assert.DoesNotContain(errors.Split('\n'), l => l.Contains("CONSOLE", StringComparison.Ordinal));
            Assert.Contains($"data-drawn=\"{plots}\"", dom, StringComparison.Ordinal);
            Assert.True(Regex.Count(dom, "<svg [^>]*class=\"marks\" width=\"[1-9]") >= plots, "a plot is empty");
        }
    }

    [SkippableFact]
    public async Task Choosing_a_cell_draws_that_cells_distribution()
    {
        Skip.IfNot(File.Exists(Browser), $"needs {Browser}; on Debian: apt-get install chromium");
        using var ledger = XorSample.Ledger(cells: [XorSample.Cell("normal", 0.5), XorSample.Cell("mirror", 0.5)]);
        var page = ReportPageTests.PageOf(ledger);

        // The page's policy rightly forbids a reader's script: it is left out to let this one choose.
        page = Regex.Replace(page, "<meta http-equiv=[^>]*>", "");
        page = page.Insert(page.LastIndexOf("</body>", StringComparison.Ordinal), """
            <script>
            const drawn = id => document.querySelector(`#${id} svg`).outerHTML;
            const wait = setInterval(() => {
              if (!document.documentElement.dataset.drawn) return;
              clearInterval(wait);
              const ids = ["plot-epochs-histogram", "plot-angles"];
              const before = ids.map(drawn);
              for (const select of document.querySelectorAll("select")) {
                select.value = "1";
                select.dispatchEvent(new Event("change"));
              }
              const count = () => ids.filter((id, i) => drawn(id) !== before[i]).length;
              setTimeout(() => document.body.dataset.changed = count(), 1000);
            }, 50);
            </script>
            """);
        var (dom, _) = await OpenAsync(page);
        Assert.Contains("data-changed=\"2\"", dom, StringComparison.Ordinal);
    }

    private static async Task<(string Dom, string Errors)> OpenAsync(string page)
    {
        var folder = Directory.CreateTempSubdirectory("farm-report-");
        try
        {
            var file = Path.Combine(folder.FullName, "report.html");
            await File.WriteAllTextAsync(file, page);
            var start = new ProcessStartInfo(Browser) { RedirectStandardOutput = true, RedirectStandardError = true };
            string[] options =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                $"--user-data-dir={Path.Combine(folder.FullName, "profile")}", "--enable-logging=stderr",
                "--virtual-time-budget=20000", "--dump-dom", new Uri(file).AbsoluteUri,
            ];
            foreach (var option in options)
            {
                start.ArgumentList.Add(option);
            }

            using var process = Process.Start(start)!;
            var dom = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (await dom, await errors);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
