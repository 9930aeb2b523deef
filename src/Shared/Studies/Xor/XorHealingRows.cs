namespace Farm.Studies.Xor;

/// <summary>What a group of healed trials has beside <see cref="XorRows"/>: rows of one number a lane.</summary>
internal static class XorHealingRows
{
    /// <summary>Number of the epoch, from 1, in which the general loop looks at the trial next.</summary>
    public const int Due = 0;

    /// <summary>Factor of a unit's step size, by unit; 0 for one that is pruned.</summary>
    public const int Factor = 1;

    /// <summary>Slope of a unit below 0, by unit.</summary>
    public const int Slope = 3;

    /// <summary>Epochs in a row that found a point dead and wrong: (1, −1), then (−1, 1).</summary>
    public const int Streak = 5;

    /// <summary>Epochs in a row that found a unit's hyperplane too far out, by unit.</summary>
    public const int Far = 7;

    /// <summary>Number of rows.</summary>
    public const int Count = 9;
}
