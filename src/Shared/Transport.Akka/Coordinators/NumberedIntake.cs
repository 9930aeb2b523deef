namespace Farm.Transport.Akka.Coordinators;

/// <summary>
/// Which of the things that are numbered from 1 have come: each may come several times and in any order. Used by one
/// thread at a time.
/// </summary>
internal sealed class NumberedIntake
{
    /// <summary>Numbers remembered ahead of a gap, at most: what is farther ahead is not taken, and comes again.</summary>
    private const int AheadAtMost = 1 << 16;

    private readonly HashSet<long> ahead = [];

    /// <summary>All up to this number have come.</summary>
    public long Taken { get; private set; }

    /// <summary>Notes one.</summary>
    /// <returns>Whether it comes for the first time.</returns>
    public bool Take(long number)
    {
        if (number <= Taken || number > Taken + AheadAtMost || !ahead.Add(number))
        {
            return false;
        }

        while (ahead.Remove(Taken + 1))
        {
            Taken++;
        }

        return true;
    }
}
