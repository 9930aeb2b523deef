using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Farm.Coordinator.Reports.Page;

/// <summary>Builds a page's markup: a template's own text is markup, what is filled into it is escaped.</summary>
internal sealed class Html
{
    private static readonly HtmlEncoder encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder text = new();

    /// <summary>Appends markup with escaped holes; a hole that is <see cref="Html"/> itself goes in as it is.</summary>
    public Html Add(Template template)
    {
        text.Append(template.Built);
        return this;
    }

    /// <summary>Markup of a template alone.</summary>
    public static Html Of(Template template) => new Html().Add(template);

    /// <summary>Text that is markup, a script or data already made safe for its place.</summary>
    public static Html Raw(string markup)
    {
        var html = new Html();
        html.text.Append(markup);
        return html;
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    /// <summary>The compiler hands each literal and each hole of an interpolated string to this.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Template
    {
        /// <summary>An empty template.</summary>
        public Template(int literalLength, int formattedCount) =>
            Built = new StringBuilder(literalLength + 16 * formattedCount);

        /// <summary>What is built so far.</summary>
        public StringBuilder Built { get; }

        /// <summary>Markup.</summary>
        public void AppendLiteral(string markup) => Built.Append(markup);

        /// <summary>Markup that is built already.</summary>
        public void AppendFormatted(Html markup) => Built.Append(markup.text);

        /// <summary>Text, escaped for element content and for quoted attributes.</summary>
        public void AppendFormatted<T>(T value, string? format = null)
        {
            var plain = value is IFormattable formattable
                ? formattable.ToString(format, CultureInfo.InvariantCulture)
                : value?.ToString();
            Built.Append(encoder.Encode(plain ?? ""));
        }
    }
}
