using System.Diagnostics;
using System.Net;
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
        var (dom, errors) = await OpenAsync(OneAfterTheOther(pages.Length), pages);
        Assert.DoesNotContain(errors.Split('\n'), l => l.Contains("CONSOLE", StringComparison.Ordinal));
        var drawn = Regex.Matches(dom, "<pre>(.*?)</pre>", RegexOptions.Singleline).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value));
        Assert.Equal(pages.Length, drawn.Count());
        Assert.All(pages.Zip(drawn), both =>
        {
            var plots = Regex.Count(both.First, "<figure ");
            Assert.Contains($"data-drawn=\"{plots}\"", both.Second[..both.Second.IndexOf('>', StringComparison.Ordinal)], StringComparison.Ordinal);
            Assert.True(Regex.Count(both.Second, "<svg [^>]*class=\"marks\" width=\"[1-9]") >= plots, "a plot is empty");
        });
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

    /// <summary>
    /// A page that opens those beside it in turn and keeps what each became: the browser's own start takes longer than a page.
    /// </summary>
    private static string OneAfterTheOther(int pages) => $$"""
        <!doctype html>
        <meta charset="utf-8">
        <body>
        <iframe width="800" height="600"></iframe>
        <script>
        const frame = document.querySelector("iframe");
        let page = 0;
        const open = () => frame.src = `${page}.html`;
        frame.onload = () => {
          const wait = setInterval(() => {
            const root = frame.contentDocument.documentElement;
            if (!root.dataset.drawn) return;
            clearInterval(wait);
            document.body.appendChild(document.createElement("pre")).textContent = root.outerHTML;
            if (++page < {{pages}}) open();
          }, 50);
        };
        open();
        </script>
        """;

    /// <summary>Opens a page, and gives what it became and what the browser said.</summary>
    /// <param name="page">The page.</param>
    /// <param name="others">Pages that it opens itself, as <c>0.html</c> and so on.</param>
    private static async Task<(string Dom, string Errors)> OpenAsync(string page, params string[] others)
    {
        var folder = Directory.CreateTempSubdirectory("farm-report-");
        try
        {
            var file = Path.Combine(folder.FullName, "report.html");
            await File.WriteAllTextAsync(file, page);
            for (var i = 0; i < others.Length; i++)
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, FormattableString.Invariant($"{i}.html")), others[i]);
            }

            var start = new ProcessStartInfo(Browser) { RedirectStandardOutput = true, RedirectStandardError = true };
            string[] options =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                $"--user-data-dir={Path.Combine(folder.FullName, "profile")}", "--enable-logging=stderr",
                "--allow-file-access-from-files", "--virtual-time-budget=60000", "--dump-dom", new Uri(file).AbsoluteUri,
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
