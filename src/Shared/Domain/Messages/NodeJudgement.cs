namespace Farm.Domain;

/// <summary>What a coordinator thinks of a node; told again about once a second for as long as both are there.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">One line for people, naming both sides; empty for a node that serves.</param>
public sealed record NodeJudgement(NodeVerdict Verdict, string Reason)
{
    /// <summary>The node's results are welcome.</summary>
    public static NodeJudgement Serves { get; } = new(NodeVerdict.Serves, "");
}

/// <summary>The verdicts on a node.</summary>
public enum NodeVerdict
{
    /// <summary>Its results are welcome.</summary>
    Serves,

    /// <summary>It has another release of Farm, or another revision of the study.</summary>
    Refused,

    /// <summary>Results of its host were wrong: nothing that comes from the host counts any more.</summary>
    Quarantined,
}
