using System.CommandLine;
using Farm.Coordinator.Terminal;
using Farm.Domain;
using Farm.Studies.Data;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm data</c>: what can be learnt, and the word of a file of the user's.</summary>
internal static class DataVerb
{
    public static VerbCommand Create(FarmHost host)
    {
        var file = new Argument<FileInfo?>("FILE")
        {
            Description = "A table of comma-separated values, its last column the target: is it all right?",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var verb = new VerbCommand(
            "data",
            $"List the data sets of this host, the farm's own and those in the folder that {DataFolder.Variable} names; or check a file.",
            new Example("data", "the words that sweeps can give as 'data'"),
            new Example("data wine.csv", "what is wrong with the file, by line and column, or the word for sweeps"));
        verb.Add(file);
        return verb.Does(parsed => parsed.GetValue(file) is { } one ? Check(host, one) : List(host));
    }

    private static ExitCode List(FarmHost host)
    {
        var table = new TextTable("data", "samples", "inputs", "classes", "from");
        foreach (var set in BuiltInData.All.Select(BuiltInData.Of).Concat(host.Library.Users))
        {
            table.Add(
                set.Word,
                Invariant.Text(set.Rows),
                Invariant.Text(set.Inputs.Columns),
                set.Classes is null ? "-" : Invariant.Text(set.Outputs),
                set.Word == set.Name ? "farm" : DataFolder.Variable);
        }

        table.WriteTo(host.Output);
        foreach (var problem in host.Library.Problems)
        {
            host.Say(problem);
        }

        return host.Library.Problems.Count == 0 ? ExitCode.Good : ExitCode.BadInput;
    }

    private static ExitCode Check(FarmHost host, FileInfo file)
    {
        if (!file.Exists)
        {
            return host.Refuse(ExitCode.BadInput, $"there is no file {file.FullName}.");
        }

        var library = new DataLibrary(() => [new DataFile(file.Name, file.OpenRead)]);
        if (library.Users is [var set])
        {
            host.Output.WriteLine(set.Word);
            host.Say(FormattableString.Invariant(
                $"{set.Rows} samples of {set.Inputs.Columns} inputs. A sweep learns it by 'data: {set.Word}' on hosts whose {DataFolder.Variable} names its folder."));
            return ExitCode.Good;
        }

        return host.Refuse(
            ExitCode.BadInput,
            library.Problems is [var problem] ? problem : $"{file.Name} is no table: its name must end in .csv.");
    }
}
