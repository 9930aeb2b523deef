namespace Farm.Domain;

/// <summary>
/// The trials of a cell whose starts are enumerated, not drawn: trial i is point i of a lattice, the last side fastest.
/// How many there are follows from it, so that no sweep may say.
/// </summary>
/// <param name="Sides">Points along each side, each at least 1; none is a single point.</param>
public sealed record TrialLattice(params IReadOnlyList<int> Sides)
{
    /// <summary>
    /// Whether each point stands for a small box of a continuum, as the centres of equal boxes that tile a square do.
    /// Then a share is known to within its boundary (<see cref="LatticeShare"/>); otherwise the points are all that there
    /// are, and a share is exact.
    /// </summary>
    public bool IsOfContinuum { get; init; } = true;

    /// <summary>The number of trials: the product of the sides.</summary>
    /// <exception cref="OverflowException">There are more than fit into 64 bits.</exception>
    public long Points => Sides.Aggregate(1L, (product, side) => checked(product * side));

    /// <summary>A plain list, which is complete: its shares are exact.</summary>
    /// <param name="trials">How many, at least 1.</param>
    public static TrialLattice ListOf(int trials) => new(trials) { IsOfContinuum = false };
}
