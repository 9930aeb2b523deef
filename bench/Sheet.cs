using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Farm.Bench;

/// <summary>What a measurement leaves behind in <c>bench/results</c>: machine, command, figures, verdict against the aim.</summary>
internal sealed class Sheet(string name, string question, string command)
{
    private readonly List<Samples> rows = [];
    private readonly List<string> notes = [];

    public void Add(params IEnumerable<Samples> samples) => rows.AddRange(samples);

    public void Note(string note) => notes.Add(note);

    public void Write(DirectoryInfo folder, DateTimeOffset at)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {name}");
        text.AppendLine(question).AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"`{command}`").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd}, {Machine()}").AppendLine();
        text.AppendLine("| figure | unit | minimum | median | maximum |").AppendLine("|---|---|---:|---:|---:|");
        rows.ForEach(r => text.AppendLine(r.ToMarkdown()));
        notes.ForEach(n => text.AppendLine().AppendLine(n));
        Directory.CreateDirectory(folder.FullName);
        File.WriteAllText(Path.Combine(folder.FullName, name + ".md"), text.ToString());
        Console.Write(text);
    }

    private static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return $"{model?.Split(':')[^1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString()}, "
            + $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    }
}
