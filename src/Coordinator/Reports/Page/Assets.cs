using System.Security.Cryptography;
using System.Text;

namespace Farm.Coordinator.Reports.Page;

/// <summary>The files that are embedded in the program and written into the page.</summary>
internal static class Assets
{
    /// <summary>The vendored scripts, in the order in which they must be loaded.</summary>
    public static IReadOnlyList<string> Libraries { get; } = ["vega", "vega-lite", "vega-embed"];

    /// <summary>The text of an embedded file, by its path below Reports.</summary>
    public static string Text(string path)
    {
        using var reader = new StreamReader(Open(path), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>An embedded file, by its path below Reports.</summary>
    public static Stream Open(string path) =>
        typeof(Assets).Assembly.GetManifestResourceStream($"reports/{path}")
        ?? throw new InvalidOperationException($"The program lacks its file {path}.");

    /// <summary>A library as an inline script, its licence in front.</summary>
    public static string Library(string name)
    {
        var script = Text($"vendor/{name}.min.js");
        var map = script.LastIndexOf("//# sourceMappingURL", StringComparison.Ordinal);
        return Inline($"/*! {name}\n{Text($"vendor/{name}.LICENSE")}*/\n{(map < 0 ? script : script[..map])}");
    }

    /// <summary>
    /// A script that an HTML parser cannot mistake: it would end a script element at its closing tag even inside a
    /// string. Line ends are those that the parser makes of any, so that the script's hash stays right.
    /// </summary>
    public static string Inline(string script) => script
        .Replace("\r\n", "\n", StringComparison.Ordinal)
        .Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)
        .Replace("<!--", "<\\!--", StringComparison.Ordinal);

    /// <summary>How a content security policy names an inline script.</summary>
    public static string Hash(string script) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";
}
