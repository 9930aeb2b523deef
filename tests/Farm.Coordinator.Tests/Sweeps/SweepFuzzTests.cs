using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Farm.Coordinator.Sweeps;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Sweeps;

public sealed partial class SweepFuzzTests
{
    private const int Mutants = 500;

    /// <summary>Pieces that upset YAML readers.</summary>
    private static readonly string[] Pieces =
    [
        "\n", "\t", " ", "  ", ":", ": ", "- ", "-", "[", "]", "{", "}", ",", "\"", "'", "#", "&a ", "*a", "!t ", "? ", "|", ">", "%",
        "---\n", "...\n", "@", "`", "\\", "~", "1e9", "-0", "0x1", "1e999", "\u0085", "\u2028", "\uFEFF", "é", "😀", "\r", "<<: ",
        "init: ", "{from: 1, to: 2, points: 3}", "null", "\0",
    ];

    [Theory]
    [InlineData("xor-margin.yaml", 1)]
    [InlineData("xor-leaky.yaml", 2)]
    [InlineData("xor-models.yaml", 3)]
    public void A_mutated_sweep_is_read_or_refused_with_a_place(string file, int seed)
    {
        var text = File.ReadAllText(RepositoryFiles.Path("studies", file));
        var random = new Random(seed);
        for (var mutant = 0; mutant < Mutants; mutant++)
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, mutant {mutant}");
            Check(Mutate(text, random), where);
        }
    }

    [Fact]
    public void Scraps_of_YAML_are_read_or_refused_with_a_place()
    {
        const int seed = 4;
        const string alphabet = "ab1:,-[]{}#&*!|>'\"%@`?<~./\n \t\r\u0085\u2028\uFEFFé";
        var random = new Random(seed);
        for (var scrap = 0; scrap < 5000; scrap++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            Check(Encoding.UTF8.GetBytes(text), string.Create(CultureInfo.InvariantCulture, $"seed {seed}, scrap {scrap}"));
        }
    }

    private static void Check(byte[] bytes, string name)
    {
        var where = $"{name}: {Convert.ToBase64String(bytes)}";
        SweepReading reading;
        try
        {
            reading = SweepReader.ReadBytes(bytes, "s.yaml", SweepOverrides.None, BuiltInStudies.Catalog);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(where, e);
        }

        Assert.True(reading.IsGood == (reading.Errors.Count == 0), where);
        var lines = Encoding.UTF8.GetString(bytes).Split('\n').Length;
        foreach (var error in reading.Errors)
        {
            var place = Place().Match(error.ToString());
            Assert.True(place.Success, $"{where}\n{error}");
            Assert.InRange(int.Parse(place.Groups["line"].Value, CultureInfo.InvariantCulture), 1, lines + 1);
        }
    }

    private static byte[] Mutate(string text, Random random)
    {
        var mutant = new StringBuilder(text);
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var at = random.Next(mutant.Length);
            switch (random.Next(4))
            {
                case 0:
                    mutant.Remove(at, Math.Min(random.Next(1, 20), mutant.Length - at));
                    break;
                case 1:
                    mutant.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    mutant.Insert(at, text.AsSpan(random.Next(text.Length - 30), random.Next(30)));
                    break;
                default:
                    mutant[at] = (char)random.Next(32, 127);
                    break;
            }
        }

        var bytes = Encoding.UTF8.GetBytes(mutant.ToString());
        if (random.Next(20) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(128, 256);
        }

        return random.Next(20) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    [GeneratedRegex(@"^s\.yaml:(?<line>[1-9][0-9]*):[1-9][0-9]*: \S.*\z")]
    private static partial Regex Place();
}
