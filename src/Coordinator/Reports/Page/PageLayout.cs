using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Farm.Coordinator.Results;

namespace Farm.Coordinator.Reports.Page;

/// <summary>The page around the sections: head, answer, contents, data, scripts.</summary>
internal static class PageLayout
{
    // The encoder escapes <, > and &, so that no text in the data can end its script element.
    private static readonly JsonSerializerOptions json = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>The whole page.</summary>
    public static Html Of(ReportData data, Html answer, IReadOnlyList<Section> sections)
    {
        List<string> scripts =
            [.. Assets.Libraries.Select(Assets.Library), Assets.Inline(Assets.Text("Page/report.js"))];
        var page = Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            {Head(data, scripts)}<body>
            {Top(data, answer, sections)}<main>

            """);
        foreach (var section in sections)
        {
            page.Add($"""
                <section aria-labelledby="{section.Id}"><h2 id="{section.Id}">{section.Title}</h2>
                {section.Body}</section>

                """);
        }

        page.Add($"""
            </main>
            <footer><p>Written by Farm {data.Provenance.CodeVersion} on {Figures.Instant(data.Provenance.WrittenAt)}
            from ledger {data.Ledger.Id}. Plots are drawn by Vega, Vega-Lite and Vega-Embed (University of Washington
            Interactive Data Lab, BSD-3-Clause; the licences stand in this page’s source).</p>
            <noscript><p>Plots need JavaScript; every figure also stands in a table.</p></noscript></footer>

            """);
        page.Add($"{Raw("results", Results(data.Results.Fields))}{Raw("plots", Plots(sections))}");
        foreach (var script in scripts)
        {
            page.Add($"<script>{Markup(script)}</script>\n");
        }

        return page.Add($"</body>\n</html>\n");
    }

    private static Html Head(ReportData data, List<string> scripts)
    {
        // Nothing may be loaded, and no script may run but those that were written into the page.
        var policy = $"default-src 'none'; script-src {string.Join(' ', scripts.Select(Assets.Hash))}; style-src "
            + $"'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";
        return Html.Of($"""
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="generator" content="Farm {data.Provenance.CodeVersion}">
            <title>{data.Sweep.Sweep.Name} – Farm report</title>
            <link rel="icon" href="data:,">
            <style>
            {Markup(Assets.Text("Page/report.css"))}</style>
            </head>

            """);
    }

    private static Html Top(ReportData data, Html answer, IReadOnlyList<Section> sections)
    {
        var html = Html.Of($"""
            <header>
            <p class="kicker">Study {data.Study.Name}, sweep</p>
            <h1>{data.Sweep.Sweep.Name}</h1>
            <p class="question">{data.Study.Question}</p>
            {Facts(data)}{Notes(data)}<div class="answer">{answer}</div>
            <nav aria-label="Contents"><ul>
            """);
        foreach (var section in sections)
        {
            html.Add($"<li><a href=\"#{section.Id}\">{section.Title}</a></li>");
        }

        return html.Add($"</ul></nav>\n</header>\n");
    }

    private static Html Facts(ReportData data)
    {
        var origin = Statistics.Origin.Of(data.Cells.Select(c => c.Origin));
        return Html.Of($"""
            <dl class="facts">
            <div><dt>Trials</dt><dd>{Figures.Count(data.Cells.Sum(c => c.Trials))}</dd></div>
            <div><dt>Cells</dt><dd>{Figures.Count(data.Cells.Count)}</dd></div>
            <div><dt>Computing time, all slots</dt><dd>{Figures.Time(origin.Elapsed)}</dd></div>
            <div><dt>Seed</dt><dd>{data.Sweep.Sweep.Seed}</dd></div>
            </dl>

            """);
    }

    private static Html Notes(ReportData data)
    {
        var sweep = data.Sweep.Sweep;
        List<string> notes = [.. data.Results.Notes];
        notes.AddRange(data.Cells
            .Select(c => (c.Cell, Count: data.Ledger.SetAside(c.Cell, sweep.Seed, sweep.BlockSize).Count))
            .Where(c => c.Count > 0)
            .Select(c => $"cell {c.Cell.Id}: {Figures.Count(c.Count)} blocks were set aside after repeated failures "
                + "and are missing here"));
        notes.AddRange(data.Disputes.Where(d => d.IsOpen).Select(d => d.Incident)
            .Select(i => $"cell {i.Key.Cell.Id}: two executions of block {Figures.Count(i.Key.Block)} did not agree "
                + $"({i.Kept.Host} and {i.Other.Host}), and nobody knows yet which is right; the first is counted"));
        if (notes.Count == 0)
        {
            return new Html();
        }

        var html = Html.Of($"<div class=\"notes\" role=\"note\"><b>What these figures lack</b><ul>");
        foreach (var note in notes)
        {
            html.Add($"<li>{note}</li>");
        }

        return html.Add($"</ul></div>\n");
    }

    private static string Results(FieldTable table)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = json.Encoder }))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("columns");
            JsonSerializer.Serialize(writer, table.Columns, json);
            writer.WriteStartArray("rows");
            foreach (var row in table.Rows)
            {
                writer.WriteStartArray();
                foreach (var field in row)
                {
                    TableWriter.WriteValue(writer, field);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    private static string Plots(IReadOnlyList<Section> sections) =>
        new JsonArray([.. sections.SelectMany(s => s.Plots).Select(PlotJson)]).ToJsonString(json);

    private static JsonObject PlotJson(Plot plot) => new()
    {
        ["id"] = plot.Id,
        ["specs"] = new JsonArray([.. plot.Specs]),
    };

    private static Html Raw(string id, string data) =>
        Html.Of($"<script type=\"application/json\" id=\"{id}\">{Markup(data)}</script>\n");

    private static Html Markup(string text) => Html.Raw(text);
}
