using System.Text;

namespace Farm.Coordinator.Sweeps;

/// <summary>What the command line changes in a sweep. It is content: as if the file said so.</summary>
/// <param name="Trials">Text of <c>--trials</c>; null when it is not given.</param>
/// <param name="Seed">Text of <c>--seed</c>; null when it is not given.</param>
/// <param name="Set">Texts of <c>--set</c>, each <c>axis=value,value</c>.</param>
public sealed record SweepOverrides(string? Trials, string? Seed, IReadOnlyList<string> Set)
{
    /// <summary>Nothing is changed.</summary>
    public static SweepOverrides None { get; } = new(null, null, []);

    /// <summary>
    /// The options as YAML comments, to stand below the file's text in the ledger; empty when there are none.
    /// </summary>
    public string AsComments()
    {
        var text = new StringBuilder();
        Append("--trials", Trials);
        Append("--seed", Seed);
        foreach (var set in Set)
        {
            Append("--set", set);
        }

        return text.ToString();

        void Append(string option, string? value)
        {
            if (value is not null)
            {
                text.Append("# ").Append(option).Append(' ').Append(value.ReplaceLineEndings(" ")).Append('\n');
            }
        }
    }
}
