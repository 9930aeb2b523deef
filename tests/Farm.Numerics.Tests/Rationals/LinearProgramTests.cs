using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Rationals;

public sealed class LinearProgramTests(ITestOutputHelper output)
{
    [Fact]
    public void Feasibility_and_the_largest_value_are_those_of_elimination()
    {
        var random = new Random(Seeds.New(output));
        var seen = new int[3];
        for (var i = 0; i < 1500; i++)
        {
            var unknowns = random.Next(1, 4);
            var (rows, bounds, equations) = (random.Next(0, 6), random.Next(2) == 0 ? 0 : 4, random.Next(0, 2));
            var (constraints, system) = Draw(random, unknowns, rows, bounds, equations);
            var objective = Row(random, unknowns);
            var answer = LinearProgram.Maximize(objective, constraints);
            seen[(int)answer.Outcome]++;

            Assert.Equal(FourierMotzkin.IsFeasible(system, unknowns), answer.Outcome != LinearOutcome.Infeasible);
            Check(answer, objective, system, unknowns);
        }

        output.WriteLine($"infeasible, unbounded, optimal: {string.Join(", ", seen)}");
        Assert.All(seen, n => Assert.InRange(n, 50, 1400));
    }

    [Fact]
    public void Beales_example_on_which_the_plain_rule_cycles_ends()
    {
        var constraints = new LinearConstraints()
            .AtMost([Rational.Of(1, 4), -60, Rational.Of(-1, 25), 9], 0)
            .AtMost([Rational.Of(1, 2), -90, Rational.Of(-1, 50), 3], 0)
            .AtMost([0, 0, 1, 0], 1);
        foreach (var j in Enumerable.Range(0, 4))
        {
            constraints.AtLeast([.. Enumerable.Range(0, 4).Select(i => (Rational)(i == j ? 1 : 0))], 0);
        }

        var answer = LinearProgram.Maximize([Rational.Of(3, 4), -150, Rational.Of(1, 50), -6], constraints);

        Assert.Equal(Rational.Of(1, 20), answer.Value);
        Assert.Equal([Rational.Of(1, 25), 0, 1, 0], answer.Point!);
    }

    [Fact]
    public void Without_constraints_only_a_zero_objective_is_bounded()
    {
        Assert.Equal(LinearOutcome.Optimal, LinearProgram.Maximize([0, 0], new LinearConstraints()).Outcome);
        Assert.Equal(LinearOutcome.Unbounded, LinearProgram.Maximize([0, 1], new LinearConstraints()).Outcome);
    }

    [Fact]
    public void Equations_that_leave_one_point_decide_alone()
    {
        var constraints = new LinearConstraints().Equal([1, 1], 2).Equal([1, -1], 0).AtMost([1, 0], 1);

        Assert.Equal([1, 1], LinearProgram.Maximize([5, 7], constraints).Point!);
        Assert.Equal(LinearOutcome.Infeasible, LinearProgram.Maximize([5, 7], constraints.AtLeast([0, 1], 2)).Outcome);
    }

    /// <summary>Optimal: the point is feasible and no better value is. Unbounded: any value is feasible.</summary>
    private static void Check(LinearOptimum answer, Rational[] objective, List<Rational[]> system, int unknowns)
    {
        Rational[] Above(Rational value) => [.. RationalVectors.Times(-1, objective), -value];
        switch (answer.Outcome)
        {
            case LinearOutcome.Optimal:
                Assert.Equal(answer.Value, RationalVectors.Dot(objective, answer.Point));
                Assert.All(system, r => Assert.True(RationalVectors.Dot(r.AsSpan(0, unknowns), answer.Point) <= r[^1]));
                Assert.False(FourierMotzkin.IsFeasible([.. system, Above(answer.Value + Rational.Of(1, 1000))], unknowns));
                break;
            case LinearOutcome.Unbounded:
                Assert.True(FourierMotzkin.IsFeasible([.. system, Above(1_000_000)], unknowns));
                break;
        }
    }

    private static (LinearConstraints Constraints, List<Rational[]> System) Draw(
        Random random, int unknowns, int rows, int box, int equations)
    {
        var constraints = new LinearConstraints();
        List<Rational[]> system = [];
        for (var i = 0; i < rows; i++)
        {
            var (row, bound) = (Row(random, unknowns), RationalTests.Draw(random, 4));
            constraints.AtMost(row, bound);
            system.Add([.. row, bound]);
        }

        for (var i = 0; i < equations; i++)
        {
            var (row, value) = (Row(random, unknowns), RationalTests.Draw(random, 3));
            constraints.Equal(row, value);
            system.Add([.. row, value]);
            system.Add([.. RationalVectors.Times(-1, row), -value]);
        }

        for (var j = 0; j < unknowns && box > 0; j++)
        {
            var row = new Rational[unknowns];
            row[j] = 1;
            constraints.AtMost(row, box).AtLeast(row, -box);
            system.Add([.. row, box]);
            system.Add([.. RationalVectors.Times(-1, row), box]);
        }

        return (constraints, system);
    }

    private static Rational[] Row(Random random, int unknowns) =>
        [.. Enumerable.Range(0, unknowns).Select(_ => RationalTests.Draw(random, 3))];
}
