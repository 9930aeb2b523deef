using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Farm.Coordinator.Reports.Page;

namespace Farm.Coordinator.Tests.Reports;

public class VendoredScriptsTests
{
    [Fact]
    public void Each_script_is_the_published_file_that_the_readme_names()
    {
        var readme = File.ReadAllText(Path.Combine(VendorFolder(), "README.md"));
        foreach (var library in Assets.Libraries)
        {
            using var script = Assets.Open($"vendor/{library}.min.js");
            var hash = Convert.ToHexStringLower(SHA256.HashData(script));
            var name = Regex.Escape(library);
            Assert.Matches($@"\| {name}\.min\.js \| {name} \| \d+\.\d+\.\d+ .*\| {hash} \|", readme);
        }
    }

    [Fact]
    public void Each_script_goes_into_the_page_with_its_licence()
    {
        foreach (var library in Assets.Libraries)
        {
            var script = Assets.Library(library);
            Assert.Contains("Redistribution and use in source and binary forms", script, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a = '</script>'", "a = '<\\/script>'")]
    [InlineData("a = '</SCRIPT >'", "a = '<\\/script >'")]
    [InlineData("a = '<!--'\r\n", "a = '<\\!--'\n")]
    public void An_inline_script_cannot_end_its_element(string script, string expected) =>
        Assert.Equal(expected, Assets.Inline(script));

    private static string VendorFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Farm.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("No Farm.sln above the tests.");
        }

        return Path.Combine(folder, "src", "Coordinator", "Reports", "vendor");
    }
}
