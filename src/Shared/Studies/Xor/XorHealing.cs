namespace Farm.Studies.Xor;

/// <summary>How a kernel heals its trials, as a type: one that does not is compiled as if there were no healing.</summary>
internal interface IXorHealing
{
    /// <summary>Whether anything is healed.</summary>
    static abstract bool IsOn { get; }

    /// <summary>Whether it is the rescue, every epoch, not the general loop.</summary>
    static abstract bool IsRescue { get; }

    /// <summary>Whether units have slopes of their own below 0.</summary>
    static abstract bool HasUnitSlopes { get; }
}

/// <summary>Nothing is healed.</summary>
internal readonly struct Unhealed : IXorHealing
{
    public static bool IsOn => false;

    public static bool IsRescue => false;

    public static bool HasUnitSlopes => false;
}

/// <summary>The rescue.</summary>
internal readonly struct Rescued : IXorHealing
{
    public static bool IsOn => true;

    public static bool IsRescue => true;

    public static bool HasUnitSlopes => false;
}

/// <summary>The general loop.</summary>
internal readonly struct Checked : IXorHealing
{
    public static bool IsOn => true;

    public static bool IsRescue => false;

    public static bool HasUnitSlopes => false;
}

/// <summary>The general loop with ReLUs that it may make leaky.</summary>
internal readonly struct CheckedLeaky : IXorHealing
{
    public static bool IsOn => true;

    public static bool IsRescue => false;

    public static bool HasUnitSlopes => true;
}
