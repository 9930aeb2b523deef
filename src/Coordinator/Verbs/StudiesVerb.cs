using System.CommandLine;
using System.Text.RegularExpressions;
using Farm.Coordinator.Terminal;
using Farm.Domain;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm studies</c>: what can be asked, and what can be set.</summary>
internal static partial class StudiesVerb
{
    public static VerbCommand Create(FarmHost host)
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "One study, with its axes and measurements.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var verb = new VerbCommand(
            "studies",
            "List the studies, or one study's axes and measurements.",
            new Example("studies", "the studies and their questions"),
            new Example("studies xor", "axes of study xor with unit, default and range, and what each trial measures"));
        verb.Add(name);
        return verb.Does(parsed => parsed.GetValue(name) is { } one ? Show(host, one) : List(host));
    }

    private static ExitCode List(FarmHost host)
    {
        var table = new TextTable("study", "revision", "question");
        foreach (var study in host.Studies.All.Select(s => s.Description))
        {
            table.Add(study.Name, Invariant.Text(study.Revision), study.Question);
        }

        table.WriteTo(host.Output);
        return ExitCode.Good;
    }

    private static ExitCode Show(FarmHost host, string name)
    {
        if (host.Studies.Find(name) is not { Description: var study })
        {
            var known = string.Join(", ", host.Studies.All.Select(s => s.Description.Name));
            return host.Refuse(ExitCode.BadInput, $"no study is called '{name}'; there are: {known}.");
        }

        var output = host.Output;
        output.WriteLine($"{study.Name}: {study.Question}");
        output.WriteLine(Invariant.Text($"revision {study.Revision}, column version {study.ColumnVersion}, ")
            + (study.Long is null ? Invariant.Text($"{study.BlockSize} trials a block") : "long trials, computed slice by slice"));
        if (study.Enumerated is not null)
        {
            output.WriteLine("its trials are enumerated, not drawn: a sweep gives no 'trials', since parameters imply them");
        }

        output.WriteLine();
        AxesOf(study).WriteTo(output);
        output.WriteLine();
        MeasurementsOf(study).WriteTo(output);
        if (study.Long is { Curve.Count: > 0 } trials)
        {
            output.WriteLine();
            ColumnsOf(trials).WriteTo(output);
        }

        return ExitCode.Good;
    }

    private static TextTable AxesOf(StudyDescription study)
    {
        var axes = new TextTable("axis", "unit", "default", "values", "applies when", "meaning");
        foreach (var axis in study.Axes)
        {
            axes.Add(
                axis.Name,
                Or(axis.Unit),
                axis.Default?.Text ?? "(must be given)",
                axis.Domain.Expectation,
                When(axis.AppliesWhen),
                axis.Meaning);
        }

        return axes;
    }

    private static TextTable MeasurementsOf(StudyDescription study)
    {
        var measurements = new TextTable("measurement", "unit", "kind", "applies when", "meaning");
        foreach (var m in study.Measurements)
        {
            measurements.Add(m.Name, Or(m.Unit), KindOf(m), When(m.AppliesWhen), m.Meaning);
        }

        return measurements;
    }

    /// <summary>Columns that differ by a number in their names alone, a layer's say, share a line.</summary>
    private static TextTable ColumnsOf(LongTrials trials)
    {
        var table = new TextTable("time series", "unit", "applies when", "meaning");
        foreach (var alike in trials.Curve.GroupBy(c => (Number().Replace(c.Name, "#", 1), c.Unit, c.Meaning)))
        {
            var (first, last) = (alike.First(), alike.Last());
            table.Add(
                Range(first.Name, last.Name), Or(first.Unit), Range(When(first.AppliesWhen), When(last.AppliesWhen)), first.Meaning);
        }

        return table;
    }

    private static string Range(string first, string last) => first == last ? first : $"{first} … {last}";

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    private static string KindOf(Measurement m) => m.Kind switch
    {
        MeasurementKind.Proportion => "proportion",
        MeasurementKind.Category => "one of " + string.Join(", ", m.Words),
        _ => "number",
    };

    private static string When(IReadOnlyList<AxisCondition> conditions) =>
        conditions.Count == 0 ? "always" : string.Join(" and ", conditions);

    private static string Or(string unit) => unit.Length == 0 ? "-" : unit;
}
