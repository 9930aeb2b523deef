using Farm.Coordinator.Reports.Page;

namespace Farm.Coordinator.Reports.Equilibria;

/// <summary>What exact numbers say of a statement.</summary>
internal enum Finding
{
    /// <summary>The trials it is about are not in the sweep, or not done.</summary>
    Open,

    /// <summary>It holds.</summary>
    True,

    /// <summary>It does not.</summary>
    False,

    /// <summary>What it speaks of cannot be.</summary>
    CannotHold,
}

/// <summary>A statement of a source, and what became of it.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Words">What it says.</param>
/// <param name="Finding">What the exact numbers say.</param>
/// <param name="Rule">Which numbers, and how they decide.</param>
internal sealed record Statement(string Place, string Words, Finding Finding, string Rule)
{
    /// <summary>A statement that holds or does not; open where what decides is not there.</summary>
    public static Statement Of(string place, string words, bool? holds, string rule) => holds is { } known
        ? new(place, words, known ? Finding.True : Finding.False, rule)
        : new(place, words, Finding.Open, "its trials are not in this sweep, or not done");

    /// <summary>A statement about what cannot be, when it cannot.</summary>
    public static Statement Impossible(string place, string words, bool? isImpossible, string rule) => isImpossible is { } known
        ? new(place, words, known ? Finding.CannotHold : Finding.True, rule)
        : new(place, words, Finding.Open, "its trials are not in this sweep, or not done");

    /// <summary>Its item in a list: verdict, words and place, then what decides.</summary>
    public Html Item() => Html.Of($"<li><span class=\"{Style}\">{Text}</span>: <b>{Words}</b> ({Place})<br>{Rule}</li>\n");

    private string Style => Finding switch
    {
        Finding.Open => "open",
        Finding.True => "consistent",
        _ => "contradicted",
    };

    private string Text => Finding switch
    {
        Finding.Open => "open",
        Finding.True => "true",
        Finding.False => "false",
        _ => "cannot hold",
    };
}
