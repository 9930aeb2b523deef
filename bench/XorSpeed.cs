using System.Globalization;
using System.Text.RegularExpressions;

namespace Farm.Bench;

/// <summary>The production kernel of the xor study, per core, beside plain C, in turn.</summary>
internal static partial class XorSpeed
{
    public static Sheet Measure(int rounds, string folder)
    {
        var sheet = new Sheet(
            "xor-kernel",
            "How many xor trials a second does one core train, with every measurement taken, beside the same study in plain C (`peers/xor_speed.c`, gcc -O3 -march=native -ffast-math)? At least 5 times is asked for, 8 is the aim.",
            $"dotnet run -c Release --project bench -- xor-kernel --rounds {rounds}");
        var peer = Processes.Compile(folder, "xor_speed.c", "-ffast-math");

        var c = new Samples("plain C, one core", "trials/s");
        var figures = new Dictionary<string, Samples>(StringComparer.Ordinal);
        for (var round = 0; round < rounds; round++)
        {
            c.Add(Number(PeerFigure().Match(Processes.Run(folder, peer, "400000").Output).Groups[1].Value));
            foreach (var line in Processes.RunFarm(folder, "bench", "xor", "--format", "csv").Output.Split('\n').Skip(1))
            {
                if (line.Split(',') is [var name, var unit, var value] && name.StartsWith("xor", StringComparison.Ordinal))
                {
                    if (!figures.TryGetValue(name, out var samples))
                    {
                        figures.Add(name, samples = new Samples($"farm: {name}", unit));
                    }

                    samples.Add(Number(value));
                }
            }
        }

        sheet.Add(c);
        sheet.Add(figures.Values);
        sheet.Add(Samples.Ratio("farm / plain C, per core", figures["xor"], c));
        return sheet;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d+) trials/s")]
    private static partial Regex PeerFigure();
}
