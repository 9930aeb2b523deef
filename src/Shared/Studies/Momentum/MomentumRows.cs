namespace Farm.Studies.Momentum;

/// <summary>Rows of a group of lanes.</summary>
internal static class MomentumRows
{
    /// <summary>w.</summary>
    public const int W = 0;

    /// <summary>b.</summary>
    public const int B = 1;

    /// <summary>Momentum of w.</summary>
    public const int MomentumW = 2;

    /// <summary>Momentum of b.</summary>
    public const int MomentumB = 3;

    /// <summary>How many there are.</summary>
    public const int Count = 4;
}
