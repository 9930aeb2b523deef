using System.CommandLine;
using System.Globalization;
using Farm.Coordinator.Logging;
using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm logs</c>: filters the structured log beside a ledger.</summary>
internal static class LogsVerb
{
    private static readonly string[] LevelWords = ["verbose", "debug", "info", "warning", "error", "fatal"];

    public static VerbCommand Create(FarmHost host)
    {
        var ledger = CommonOptions.Ledger();
        var sweep = CommonOptions.Sweep();
        var cell = new Option<string?>("--cell")
        {
            Description = "Only events about cells: the first digits of their names, or a selection such as init=live.",
            HelpName = "KEY",
        };
        var node = new Option<string?>("--node") { Description = "Only events of a node.", HelpName = "NAME" };
        var trial = CommonOptions.Whole("--trial", "Only events about a trial, or about blocks that hold it.", least: 0);
        var name = new Option<string?>("--event") { Description = "Only events of a name, such as BlockSetAside.", HelpName = "NAME" };
        var level = new Option<string>("--level")
        {
            Description = "Only events of at least this level.",
            HelpName = string.Join('|', LevelWords[1..]),
            DefaultValueFactory = _ => "debug",
        };
        level.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && LevelOf(token.Value) < 0)
            {
                result.AddError($"--level: '{token.Value}' is none of {string.Join(", ", LevelWords[1..])}.");
            }
        });
        var since = new Option<DateTimeOffset?>("--since")
        {
            Description = "Only events since a time, such as 2026-01-31T12:00Z, or of the last 90s, 15m, 2h, 7d.",
            HelpName = "WHEN",
            CustomParser = result => Since(result, host.Time.GetUtcNow()),
        };
        var format = CommonOptions.Format("text", "jsonl");

        var verb = new VerbCommand(
            "logs",
            "Filter the structured log beside the ledger.",
            new Example("logs --level warning", "everything that went wrong"),
            new Example("logs --event BlockSetAside --format jsonl", "blocks that were given up, as JSON lines for other tools"),
            new Example("logs --cell init=live --level warning", "what went wrong in the cells that start live"),
            new Example("logs --cell 3f2a --trial 1023 --since 2h", "who computed a trial in the last two hours"));
        foreach (var option in new Option[] { ledger, sweep, cell, node, trial, name, level, since, format })
        {
            verb.Add(option);
        }

        return verb.Does(parsed =>
        {
            var cells = LoggedCells.Of(parsed.GetValue(cell), parsed.GetValue(ledger)!, parsed.GetValue(sweep), host.Studies);
            return cells.Refusal is { } refusal
                ? host.Refuse(refusal)
                : Print(
                    host,
                    LogFiles.FolderOf(parsed.GetValue(ledger)!),
                    new LogFilter
                    {
                        Sweep = parsed.GetValue(sweep),
                        Cells = cells.Names,
                        Node = parsed.GetValue(node),
                        Trial = parsed.GetValue(trial),
                        Event = parsed.GetValue(name),
                        LeastLevel = LevelOf(parsed.GetValue(level)!),
                        Since = parsed.GetValue(since),
                    },
                    parsed.GetValue(format) == "jsonl");
        });
    }

    private static ExitCode Print(FarmHost host, string folder, LogFilter filter, bool isJson)
    {
        var files = LogFiles.In(folder);
        if (files.Count == 0)
        {
            return host.Refuse(ExitCode.BadInput, $"there is no log in {folder}; 'farm run' writes one beside its ledger.");
        }

        var (torn, isAny) = (0, false);
        foreach (var line in files.SelectMany(LinesOf).Where(l => l.Length > 0))
        {
            if (LogRecord.Parse(line) is not { } record)
            {
                torn++;
            }
            else if (filter.Admits(record))
            {
                isAny = true;
                host.Output.WriteLine(isJson ? record.Line : TextOf(record));
            }
        }

        if (!isAny)
        {
            host.Say($"no event in {folder} fits; with fewer options 'farm logs' shows more.");
        }

        if (torn > 0)
        {
            host.Say(Invariant.Text($"warning: {torn} lines of {folder} are torn and were left out (a full disk or a killed process)."));
        }

        return ExitCode.Good;
    }

    private static IEnumerable<string> LinesOf(string path)
    {
        // The log may be written to, and rolled away, at this moment.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static string TextOf(LogRecord record)
    {
        var at = record.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        string?[] about = [record.Text("sweep"), record.Text("cell"), record.Text("shard"), record.Text("node")];
        var scope = string.Join(' ', about.Where(a => a is not null));
        return $"{at} {record.Level,-11} {record.Event,-16} [{scope}] {record.Message}";
    }

    private static int LevelOf(string word) => Array.IndexOf(LevelWords, word.ToLowerInvariant());

    private static DateTimeOffset? Since(System.CommandLine.Parsing.ArgumentResult result, DateTimeOffset now)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (text.Length > 1 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            TimeSpan? unit = text[^1] switch
            {
                's' => TimeSpan.FromSeconds(1),
                'm' => TimeSpan.FromMinutes(1),
                'h' => TimeSpan.FromHours(1),
                'd' => TimeSpan.FromDays(1),
                _ => null,
            };
            if (unit is { } one && amount < 100_000)
            {
                return now - (one * amount);
            }
        }

        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Styles, out var at))
        {
            return at;
        }

        result.AddError($"--since: '{text}' is neither a time such as 2026-01-31T12:00Z nor a duration such as 90s, 15m, 2h or 7d.");
        return null;
    }
}
