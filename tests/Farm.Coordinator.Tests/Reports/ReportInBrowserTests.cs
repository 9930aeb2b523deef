using System.Diagnostics;
using System.Text.RegularExpressions;
using Farm.Coordinator.Tests.Results;

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
        string[] pages = [ReportPageTests.PageOf(xor), ReportPageTests.PageOf(small, SmallStudy.Description)];
        foreach (var page in pages)
        {
            var (dom, errors) = await OpenAsync(page);
            var plots = Regex.Count(page, "<figure ");
            Assert.DoesNotContain("CONSOLE", errors, StringComparison.Ordinal);
            Assert.Contains($"data-drawn=\"{plots}\"", dom, StringComparison.Ordinal);
            Assert.True(Regex.Count(dom, "<svg [^>]*class=\"marks\" width=\"[1-9]") >= plots, "a plot is empty");
        }
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
