using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Rationals;

public sealed class PolyhedronTests(ITestOutputHelper output)
{
    [Fact]
    public void A_square_has_dimension_2_an_edge_1_a_corner_0()
    {
        var square = Square().Interior()!;
        Assert.Equal(2, square.Dimension);
        Assert.Empty(square.Tight);

        var edge = Square().AtLeast([-1, 0], 0).Interior()!;
        Assert.Equal(1, edge.Dimension);
        Assert.Equal([0, 4], edge.Tight);
        Assert.Equal(Rational.Zero, edge.Point[0]);
        Assert.True(edge.Point[1].Sign > 0 && edge.Point[1] < 1);

        var corner = Square().AtLeast([-1, -1], 0).Interior()!;
        Assert.Equal(0, corner.Dimension);
        Assert.Equal([0, 0], corner.Point);
        Assert.Null(Square().AtLeast([-1, -1], 1).Interior());
    }

    [Fact]
    public void Boxes_are_bounded_quadrants_and_lines_are_not()
    {
        Assert.True(Square().IsBounded());
        Assert.True(Square().AtLeast([-1, -1], 1).IsBounded());
        Assert.False(new Polyhedron(2).AtLeast([1, 0], 0).AtLeast([0, 1], 0).IsBounded());
        Assert.False(new Polyhedron(2).Equal([1, 1], 1).IsBounded());
        Assert.True(new Polyhedron(2).Equal([1, 1], 1).Equal([1, 2], 1).IsBounded());
    }

    [Fact]
    public void The_interior_point_leaves_slack_all_that_can_be_and_the_tight_ones_cannot()
    {
        var random = new Random(Seeds.New(output));
        for (var i = 0; i < 300; i++)
        {
            List<Rational[]> rows = [.. Enumerable.Range(0, random.Next(1, 6))
                .Select(_ => Enumerable.Range(0, 3).Select(_ => (Rational)random.Next(-2, 3)).ToArray())];
            List<Rational> bounds = [.. rows.Select(_ => (Rational)random.Next(-1, 2))];
            var body = new Polyhedron(3);
            foreach (var (row, bound) in rows.Zip(bounds))
            {
                body.AtLeast(row, bound);
            }

            List<Rational[]> system = [.. rows.Select((r, k) => (Rational[])[.. RationalVectors.Times(-1, r), -bounds[k]])];
            var interior = body.Interior();
            Assert.Equal(FourierMotzkin.IsFeasible(system, 3), interior is not null);
            for (var k = 0; k < rows.Count && interior is not null; k++)
            {
                var isTight = interior.Tight.Contains(k);
                Assert.Equal(isTight ? 0 : 1, (RationalVectors.Dot(rows[k], interior.Point) - bounds[k]).Sign);

                // A tight row cannot be exceeded by a millionth.
                Rational[] more = [.. RationalVectors.Times(-1, rows[k]), -bounds[k] - Rational.Of(1, 1_000_000)];
                Assert.True(!isTight || !FourierMotzkin.IsFeasible([.. system, more], 3));
            }
        }
    }

    [Fact]
    public void Cones_and_hulls_are_told_apart_exactly()
    {
        Assert.True(Cones.HasInterior(2, [[1, 0], [0, 1], [-1, 1000]]));
        Assert.False(Cones.HasInterior(2, [[1, 0], [-1, 0]]));
        Assert.True(Cones.HasInterior(2, []));
        Assert.True(Cones.HullHoldsZero([[1, 0], [-1, 1], [-1, -1]]));
        Assert.True(Cones.HullHoldsZero([[0, 0]]));
        Assert.False(Cones.HullHoldsZero([[1, 0], [0, 1]]));
        var tiny = Rational.Of(1, 1_000_000_000);
        Assert.False(Cones.HullHoldsZero([[1, tiny], [-1, tiny]]));
    }

    private static Polyhedron Square() =>
        new Polyhedron(2).AtLeast([1, 0], 0).AtLeast([0, 1], 0).AtLeast([-1, 0], -1).AtLeast([0, -1], -1);
}
