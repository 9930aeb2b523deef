using Farm.Domain;

namespace Farm.Coordinator.Sweeps;

/// <summary>Says whether a sweep may be run on a ledger that has one of the same name.</summary>
public static class AmendmentRule
{
    /// <summary>Judges a sweep.</summary>
    /// <param name="stored">The ledger's sweep of that name; null when it has none.</param>
    /// <param name="asked">The sweep to run.</param>
    /// <param name="amend">Whether the user asked to amend.</param>
    public static AmendmentVerdict Judge(Sweep? stored, Sweep asked, bool amend)
    {
        if (stored is null)
        {
            return new AmendmentVerdict(AmendmentKind.Fresh, []);
        }

        var difference = SweepDifference.Between(stored, asked);
        if (difference.IsEmpty)
        {
            return new AmendmentVerdict(AmendmentKind.Same, []);
        }

        var forbidden = Forbidden(difference);
        if (amend && forbidden.Count == 0)
        {
            return new AmendmentVerdict(AmendmentKind.Amended, difference.Lines());
        }

        var reason = amend
            ? $"sweep '{asked.Name}' cannot be amended so; run it under another name"
            : $"sweep '{asked.Name}' is in the ledger with other content; "
                + (forbidden.Count == 0 ? "amend it with --amend, or " : "")
                + "run it under another name";
        return new AmendmentVerdict(AmendmentKind.Refused, [reason, .. difference.Lines(), .. forbidden]);
    }

    /// <summary>
    /// What an amendment may not do. It may add cells, raise trials, and stop naming cells, which stay in the ledger.
    /// </summary>
    private static List<string> Forbidden(SweepDifference difference)
    {
        var lines = new List<string>();
        Forbid(difference.Study is not null, "an amendment cannot change the study");
        Forbid(difference.Seed is not null, "an amendment cannot change the seed");
        Forbid(difference.Trials is { } trials && trials.After < trials.Before, "an amendment cannot lower trials");
        Forbid(difference.Recounted.Count > 0, "an amendment cannot change how many trials a cell's study enumerates");
        Forbid(difference.BlockSize is not null, "an amendment cannot change the block size, which is part of a block's identity");
        Forbid(difference.Keep is not null, "an amendment cannot change what is kept, since stored blocks have it already");
        return lines;

        void Forbid(bool isForbidden, string line)
        {
            if (isForbidden)
            {
                lines.Add(line);
            }
        }
    }
}

/// <summary>What was judged.</summary>
/// <param name="Kind">The judgement.</param>
/// <param name="Lines">For people: the difference; when refused, first the reason and last what is forbidden.</param>
public sealed record AmendmentVerdict(AmendmentKind Kind, IReadOnlyList<string> Lines);

/// <summary>How a sweep stands to the ledger's one of the same name.</summary>
public enum AmendmentKind
{
    /// <summary>There is none: register it.</summary>
    Fresh,

    /// <summary>It has the same content: resume it.</summary>
    Same,

    /// <summary>It has other content, an amendment was asked for, and may be made.</summary>
    Amended,

    /// <summary>It has other content and may not be run.</summary>
    Refused,
}
