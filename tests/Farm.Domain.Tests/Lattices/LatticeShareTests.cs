using System.Globalization;

namespace Farm.Domain.Tests.Lattices;

public sealed class LatticeShareTests
{
    [Fact]
    public void A_lattice_has_the_product_of_its_sides_as_points()
    {
        Assert.Equal(12, new TrialLattice(3, 4).Points);
        Assert.Equal(1, new TrialLattice().Points);
        Assert.Throws<OverflowException>(() => new TrialLattice(int.MaxValue, int.MaxValue, int.MaxValue).Points);
    }

    [Fact]
    public void Points_that_all_agree_leave_nothing_open()
    {
        Assert.Equal(new Interval(1, 1), Bound(new TrialLattice(5, 7), _ => true));
        Assert.Equal(new Interval(0, 0), Bound(new TrialLattice(5, 7), _ => false));
    }

    [Fact]
    public void Points_beside_a_boundary_may_count_or_not()
    {
        // Columns 0–2 of 6 have it: 0 and 1 surely, 4 and 5 surely not.
        Assert.Equal(new Interval(2 / 6.0, 4 / 6.0), Bound(new TrialLattice(5, 6), i => i % 6 < 3));

        // One point of 25: nothing is sure of it and of its eight neighbours.
        Assert.Equal(new Interval(0, 9 / 25.0), Bound(new TrialLattice(5, 5), i => i == 12));
    }

    [Fact]
    public void A_list_is_complete_so_that_its_shares_are_exact() =>
        Assert.Equal(
            new Interval(0.4, 0.6),
            LatticeShare.Bound(TrialLattice.ListOf(5), [true, false, true, false, false], [false, true, false, true, false]));

    [Fact]
    public void Answers_of_another_number_are_misuse() =>
        Assert.Throws<ArgumentException>(() => LatticeShare.Bound(new TrialLattice(2, 2), new bool[3], new bool[4]));

    [Fact]
    public void The_bound_is_that_of_a_look_at_every_neighbour()
    {
        const int seed = 20260105;
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var sides = Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(1, 7)).ToArray();
            var lattice = new TrialLattice(sides);
            var answers = Enumerable.Range(0, (int)lattice.Points).Select(_ => random.Next(20) % 3).ToArray();
            bool[] has = [.. answers.Select(a => a == 0)], lacks = [.. answers.Select(a => a == 1)];
            var points = (double)lattice.Points;
            Assert.True(
                LatticeShare.Bound(lattice, has, lacks) == new Interval(Sure(sides, has) / points, (points - Sure(sides, lacks)) / points),
                string.Create(CultureInfo.InvariantCulture, $"seed {seed}, round {round}"));
        }
    }

    [Fact]
    public void It_holds_the_area_of_discs_and_half_planes()
    {
        const int seed = 20260106;
        const int side = 40;
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var (x, y, radius) = (random.NextDouble(), random.NextDouble(), 0.1 + 0.4 * random.NextDouble());
            var (u, v) = Math.SinCos(random.NextDouble() * Math.Tau);
            bool IsIn(double px, double py) => round % 2 == 0
                ? (px - x) * (px - x) + (py - y) * (py - y) < radius * radius
                : (px - x) * u + (py - y) * v < 0;
            var bound = Bound(new TrialLattice(side, side), i => IsIn((i % side + 0.5) / side, (i / side + 0.5) / side));
            const int fine = 800;
            var area = Enumerable.Range(0, fine * fine).Count(i => IsIn((i % fine + 0.5) / fine, (i / fine + 0.5) / fine))
                / (double)(fine * fine);
            var because = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, round {round}: {area} in {bound}");
            Assert.True(bound.Contains(area), because);
            Assert.True(bound.Width < 0.25, because);
        }
    }

    private static Interval Bound(TrialLattice lattice, Func<int, bool> has)
    {
        bool[] answers = [.. Enumerable.Range(0, (int)lattice.Points).Select(has)];
        return LatticeShare.Bound(lattice, answers, [.. answers.Select(a => !a)]);
    }

    private static int Sure(int[] sides, bool[] all) =>
        Enumerable.Range(0, all.Length).Count(i => Enumerable.Range(0, all.Length).All(j => all[j] || !AreNeighbours(sides, i, j)));

    private static bool AreNeighbours(int[] sides, int i, int j)
    {
        for (var side = sides.Length - 1; side >= 0; side--)
        {
            if (Math.Abs(i % sides[side] - j % sides[side]) > 1)
            {
                return false;
            }

            (i, j) = (i / sides[side], j / sides[side]);
        }

        return true;
    }
}
