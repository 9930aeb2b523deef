using System.CommandLine;
using Farm.Coordinator.Devices;
using Farm.Coordinator.Terminal;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm bench</c>: how fast this host computes a study's trials, beside what its cores could do at most.</summary>
internal static class BenchVerb
{
    private static readonly TimeSpan peakTime = TimeSpan.FromMilliseconds(300);

    public static VerbCommand Create(FarmHost host)
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "The study; all of them when none is named.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var format = CommonOptions.Format("table", "csv");
        var seconds = CommonOptions.Whole("--seconds", "Seconds for each measurement. [default: 2]", least: 1);
        var verb = new VerbCommand(
            "bench",
            "Measure the speed of a study's production kernel with all its measurements, beside this core's ceiling.",
            new Example("bench xor", "trials a second of one core and of two, and what encoding costs"),
            new Example("bench xor --format csv", "rows of name,unit,value for other tools"));
        verb.Add(name);
        verb.Add(format);
        verb.Add(seconds);
        return verb.Does(parsed => Run(
            host, parsed.GetValue(name), parsed.GetValue(format) == "csv", TimeSpan.FromSeconds(parsed.GetValue(seconds) ?? 2)));
    }

    private static ExitCode Run(FarmHost host, string? name, bool isCsv, TimeSpan time)
    {
        IReadOnlyList<IStudy> studies = name is null ? host.Studies.All : host.Studies.Find(name) is { } one ? [one] : [];
        if (studies.Count == 0)
        {
            var known = string.Join(", ", host.Studies.All.Select(s => s.Description.Name));
            return host.Refuse(ExitCode.BadInput, $"no study is called '{name}'; there are: {known}.");
        }

        var rows = new List<BenchRow>();
        foreach (var study in studies)
        {
            rows.AddRange(StudyBench.Run(study, host.Studies, time));
        }

        rows.Add(new BenchRow("lane width", "bits", (int)LaneWidths.Widest));
        rows.Add(new BenchRow("peak fma", "GFLOP/s per core", FmaPeak.Measure(LaneWidths.Widest, peakTime) / 1e9));
        Write(host, rows, isCsv);
        return ExitCode.Good;
    }

    private static void Write(FarmHost host, IReadOnlyList<BenchRow> rows, bool isCsv)
    {
        if (isCsv)
        {
            host.Output.WriteLine("name,unit,value");
            foreach (var row in rows)
            {
                var value = row.Value >= 1_000 ? Invariant.Text($"{row.Value:F0}") : Invariant.Text($"{row.Value:G6}");
                host.Output.WriteLine($"{row.Name},{row.Unit},{value}");
            }

            return;
        }

        var table = new TextTable("name", "value", "unit");
        foreach (var row in rows)
        {
            table.Add(row.Name, row.Value >= 10_000 ? Invariant.Grouped((long)row.Value) : Invariant.Text($"{row.Value:G4}"), row.Unit);
        }

        table.WriteTo(host.Output);
    }
}
