using System.Globalization;

namespace Farm.Coordinator.Sweeps;

/// <summary>One thing before and after.</summary>
public readonly record struct Change<T>(T Before, T After)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Before} → {After}");
}

/// <summary>Makes changes.</summary>
internal static class Change
{
    /// <summary>The change between two values, or null when they are equal.</summary>
    public static Change<T>? Between<T>(T before, T after) =>
        EqualityComparer<T>.Default.Equals(before, after) ? null : new Change<T>(before, after);
}
