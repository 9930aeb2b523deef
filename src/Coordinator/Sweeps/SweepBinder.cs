using System.Globalization;
using System.Text.RegularExpressions;
using Farm.Domain;

namespace Farm.Coordinator.Sweeps;

/// <summary>Binds the keys of a sweep's file.</summary>
internal sealed partial class SweepBinder(SweepErrors errors)
{
    /// <summary>The most trials of a cell.</summary>
    public const long MostTrials = 1_000_000_000_000;

    private const int MostInBlock = 65_536;
    private const int MostInName = 100;

    private const string NameExpectation =
        "a name of a–z, 0–9, '-', '_' and '.', starting with a letter or digit, at most 100 long";

    private static readonly string[] Keys = ["name", "study", "seed", "trials", "block", "keep", "fixed", "axes"];
    private static readonly string[] Keeps = ["sums", "flags", "all"];

    /// <summary>What a seed can be.</summary>
    public static string SeedExpectation { get; } =
        string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {ulong.MaxValue}");

    /// <summary>What a number of trials can be.</summary>
    public static string TrialsExpectation { get; } =
        string.Create(CultureInfo.InvariantCulture, $"a whole number from 1 to {MostTrials:#,0}");

    /// <summary>The draft of a file, or null when it is no mapping.</summary>
    /// <param name="root">The file's tree.</param>
    /// <param name="overrides">Says which keys the file may leave to the command line.</param>
    public SweepDraft? Bind(SweepNode root, SweepOverrides overrides)
    {
        if (root is not MappingNode mapping)
        {
            if (root is not BrokenNode)
            {
                errors.Add(root.At, $"the file is {root.Kind}", "a mapping with name, study, seed, trials and axes");
            }

            return null;
        }

        var draft = new SweepDraft { At = mapping.At };
        var first = new Dictionary<string, Origin>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (first.TryAdd(entry.Key, entry.At))
            {
                BindKey(entry, draft);
            }
            else
            {
                errors.Add(
                    entry.At,
                    FormattableString.Invariant($"'{entry.Key}' is given twice, first on line {first[entry.Key].Line}"),
                    "it once");
            }
        }

        Require("name", null, "a name such as xor-margin");
        Require("study", null, "the name of a study, as 'farm studies' lists them");
        Require("seed", overrides.Seed, SeedExpectation);
        return draft;

        void Require(string key, string? option, string expected)
        {
            if (!first.ContainsKey(key) && option is null)
            {
                errors.Add(draft.At, $"there is no '{key}'", expected);
            }
        }
    }

    private void BindKey(SweepEntry entry, SweepDraft draft)
    {
        switch (entry.Key)
        {
            case "name":
                draft.Name = Text(entry, NameExpectation, t => t.Length <= MostInName && NameForm().IsMatch(t));
                break;
            case "study":
                draft.Study = Text(entry, "the name of a study", t => t.Length > 0) is { } study ? (study, entry.Value.At) : null;
                break;
            case "seed":
                draft.Seed = Whole(entry, 0, ulong.MaxValue, SeedExpectation);
                break;
            case "trials":
                draft.TrialsAt.Add(entry.At);
                draft.Trials = (long?)Whole(entry, 1, MostTrials, TrialsExpectation);
                break;
            case "block":
                draft.BlockSize = (int?)Whole(entry, 1, MostInBlock, "a whole number from 1 to 65,536");
                break;
            case "keep":
                draft.Keep = Word(entry, Keeps) switch { "sums" => Keep.Sums, "all" => Keep.All, _ => Keep.Flags };
                break;
            case "fixed":
                new AxesBinder(errors).BindFixed(entry, draft);
                break;
            case "axes":
                new AxesBinder(errors).BindAxes(entry, draft);
                break;
            default:
                errors.Add(
                    entry.At, $"a sweep has no '{entry.Key}'", $"one of {string.Join(", ", Keys)}", NearestName.Of(entry.Key, Keys));
                break;
        }
    }

    private string? Text(SweepEntry entry, string expected, Func<string, bool> fits)
    {
        if (entry.Value is ScalarNode { IsNothing: false } scalar && fits(scalar.Text))
        {
            return scalar.Text;
        }

        Wrong(entry, expected);
        return null;
    }

    private ulong? Whole(SweepEntry entry, ulong least, ulong most, string expected)
    {
        if (entry.Value is ScalarNode { IsPlain: true } scalar
            && ScalarReader.ReadWhole(scalar.Text, most) is { } number && number >= least)
        {
            return number;
        }

        Wrong(entry, expected);
        return null;
    }

    private string? Word(SweepEntry entry, string[] words)
    {
        if (entry.Value is ScalarNode scalar && words.Contains(scalar.Text))
        {
            return scalar.Text;
        }

        Wrong(entry, $"one of {string.Join(", ", words)}", words);
        return null;
    }

    private void Wrong(SweepEntry entry, string expected, params string[] words)
    {
        if (entry.Value is not BrokenNode)
        {
            var quoted = entry.Value is ScalarNode { IsPlain: false } ? " in quotes" : "";
            var nearest = entry.Value is ScalarNode scalar ? NearestName.Of(scalar.Text, words) : null;
            errors.Add(entry.Value.At, $"'{entry.Key}' is {entry.Value.Kind}{quoted}", expected, nearest);
        }
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();
}
