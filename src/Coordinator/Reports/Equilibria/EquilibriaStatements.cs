using Farm.Coordinator.Reports.Page;
using Farm.Studies.Equilibria;

namespace Farm.Coordinator.Reports.Equilibria;

/// <summary>What the two sources say about equilibria, each statement judged by the exact numbers of its trials.</summary>
internal static class EquilibriaStatements
{
    private const string Control = "prototype-surface-control.md";
    private const string Pair = "two-relu-xor.md";

    /// <summary>The statements, source by source.</summary>
    public static IReadOnlyList<Statement> Of(IReadOnlyList<CellTrials> cells)
    {
        var (abs, relu) = (Faces(cells, "abs"), Faces(cells, "relu"));
        var circles = cells.Where(c => !c.IsOverFaces && c.IsComplete && c.Word("data") == "xor").ToList();
        return [Turning(cells), .. OfAbs(abs), .. OfRelu(relu), .. Angles(circles), .. Trap(relu, abs, circles)];
    }

    private static CellTrials? Faces(IReadOnlyList<CellTrials> cells, string model) => cells.FirstOrDefault(c =>
        c.IsOverFaces && c.IsComplete && c.Word("model") == model && c.Word("data") == "xor" && c.Word("loss_kind") == "sum");

    private static Statement Turning(IReadOnlyList<CellTrials> cells)
    {
        var laws = cells.Where(c => c.IsOverFaces).SelectMany(c => c.Trials.Select(t => c.Of(t, "turn_law_1")))
            .Where(l => l >= 1).ToList();
        return Statement.Of(
            $"{Control} §2.2",
            "Gradient descent turns a unit by θ̇ = −η·(1/r)·∂L/∂θ.",
            laws.Count == 0 ? null : laws.All(l => l == 1),
            $"In all {Figures.Count(laws.Count)} regions of all models where the loss changes with the angle the factor is "
                + $"1/r² in {Figures.Count(laws.Count(l => l == 2))} and 1/r in {Figures.Count(laws.Count(l => l == 1))}: w moves by "
                + "(1/r)·∂L/∂θ along the circle, and an angle is that over r once more.");
    }

    private static IEnumerable<Statement> OfAbs(CellTrials? abs)
    {
        const string Solution = "0-+0";
        yield return ActiveSet(
            $"{Control} §3.1 (1)",
            "The absolute value’s active set: z > 0 on both points of class 1, z < 0 on both of class 0.",
            abs);
        var (x, y) = abs is null ? (0, 0) : (abs.Of(Solution, "w1_x"), abs.Of(Solution, "w1_y"));
        yield return Statement.Of(
            $"{Control} §3.1",
            "w* = r*·(−1, 1) with r* = 1/√2 and b* = 0 is a solution.",
            abs is null ? null : x * x + y * y == 1,
            abs is null ? "" : $"The solution has w = ({Fractions.Of(x)}, {Fractions.Of(y)}), of length 1/√2: r* is the length of w*, and "
                + "the vector beside it must have length 1. As written, z = √2 on a point of class 1, and the loss is 2(√2 − 1)² = 0.343.");
        yield return Statement.Of(
            $"{Control} §3.1, theorem 1",
            "It is the only critical point.",
            abs is null ? null : abs.Critical.Count() == 1,
            abs is null ? "" : $"There are {abs.Critical.Count()}: minima of loss {Losses(abs, abs.Minima)} ({abs.Minima.Count()}, two of them "
                + $"solutions), and saddles of loss {Losses(abs, abs.Critical.Except(abs.Minima))} "
                + $"({abs.Critical.Count() - abs.Minima.Count()}) on kinks.");
        yield return Statement.Of(
            $"{Control} §3.1, theorem 1",
            "Its Hessian is positive definite, so that it is a strict and global minimum.",
            abs is null
                ? null
                : abs.KindOf(Solution) == "strict-minimum" && abs.Of(Solution, "eigenvalue_1") > 0 && abs.Of(Solution, "loss") == 0,
            "On the kinks of both points of class 0, whose error is 0 there, so that the loss has a Hessian all the same; its loss is 0.");
        yield return Statement.Of(
            $"{Control} §3.1, proof",
            "∇²L = 4·I there, L the sum of the squares.",
            abs is null ? null : abs.Of(Solution, "eigenvalue_1") == 4 && abs.Of(Solution, "eigenvalue_3") == 4,
            abs is null ? "" : $"Its eigenvalues are {abs.SpectrumOf(EquilibriaStudy.TrialOf(Solution))}: 8·I for the sum, 2·I for "
                + "the mean.");
    }

    private static IEnumerable<Statement> OfRelu(CellTrials? relu)
    {
        List<long> active = relu is null ? [] : [.. relu.Minima.Where(t => relu.SignsOf(t).Contains('+', StringComparison.Ordinal))];
        yield return Statement.Of(
            $"{Control} §3.2, proposition 1",
            "The only critical points of one ReLU are collapses with z ≤ 0 on every point: with any point active ∂L/∂b ≠ 0.",
            relu is null ? null : active.Count == 0,
            relu is null ? "" : $"{active.Count} faces with active points hold minima, of loss {Losses(relu, active)}. With all "
                + $"four on, {relu.PointOf(80)} (weights; bias) is one, a strict one; with one point of class 1 on, fitted, a whole "
                + "family.");
        yield return Statement.Of(
            $"{Control} §3.2, proposition 1",
            "The collapses’ loss is ½, L the sum of the squares.",
            relu is null ? null : relu.Of("----", "loss") == 0.5,
            relu is null ? "" : $"It is {Fractions.Of(relu.Of("----", "loss"))}; ½ is their mean over the four points.");
        yield return Statement.Of(
            $"{Control} §3.2",
            "Collapses are attractors: eigenvalues strictly negative for b and r, zero for θ.",
            relu is null ? null : relu.Of("----", "eigenvalue_3") > 0,
            relu is null ? "" : $"All of the Hessian’s eigenvalues are {relu.SpectrumOf(0)}: nothing pulls at a dead unit from any side. "
                + $"It is a flat minimum, {relu.Of("----", "set_dimension")} dimensions of it.");
    }

    private static IEnumerable<Statement> Angles(List<CellTrials> circles)
    {
        var table = $"{Control} §3.3, table";
        var (abs, relu) = (At(circles, "abs", 0), At(circles, "relu", 0));
        yield return Statement.Impossible(
            table,
            "Absolute value, b = 0: ∂²L/∂θ² < 0 at π/4, unstable.",
            abs is null ? null : abs.Turns(45) == "maximum" && abs.Jump(45) != 0,
            abs is null ? "" : $"There is no second derivative: the slope jumps from {abs.Number(45, "slope_left_1")} to "
                + $"{abs.Number(45, "slope_right_1")}, and to both sides the curvature is {abs.Number(45, "curvature_right_1")}. Unstable "
                + "it is, as a kink that points up.");
        yield return Statement.Of(
            table,
            "Absolute value, b = 0: ∂²L/∂θ² > 0 at 3π/4, stable.",
            abs is null ? null : abs.Turns(135) == "minimum" && abs.Of(135, "curvature_left_1") > 0 && abs.Of(135, "curvature_right_1") > 0,
            abs is null ? "" : $"It is {abs.Number(135, "curvature_right_1")} from both sides.");
        yield return Statement.Of(
            table,
            "One ReLU, b = 0: ∂²L/∂θ² > 0 at π/4, stable while b is frozen.",
            relu is null ? null : relu.Turns(45) == "minimum",
            relu is null ? "" : $"It is a maximum there too, with a kink: slopes {relu.Number(45, "slope_left_1")} and "
                + $"{relu.Number(45, "slope_right_1")}. On b = 0 one ReLU’s loss over the angle is half that of the absolute value, "
                + "but for a constant.");
        yield return Statement.Of(
            table,
            "One ReLU at π/4, b = 0: ∂L/∂b ≠ 0, so that it drifts to the collapse.",
            relu is null ? null : relu.Of(45, "bias_slope_left") > 0 && relu.Of(45, "bias_slope_right") > 0,
            relu is null ? "" : $"The slope is {relu.Number(45, "bias_slope_left")} below b = 0 and {relu.Number(45, "bias_slope_right")} "
                + "above: not 0, but with another sign to each side. Of the two ways down only one leads toward the collapse.");
        yield return Statement.Of(
            $"{Control} §3.3",
            "Removing the mirror channel flips the sign of the angular feedback.",
            abs is null || relu is null ? null : abs.Turns(45) != relu.Turns(45) || abs.Turns(135) != relu.Turns(135),
            abs is null || relu is null ? "" : $"Both models have a {abs.Turns(45)} at π/4 and a {abs.Turns(135)} at 3π/4.");
    }

    private static IEnumerable<Statement> Trap(CellTrials? relu, CellTrials? abs, List<CellTrials> circles)
    {
        var zero = At(circles, "relu", 0);
        List<CircleTrials> all = [.. circles.Where(c => c.Word("model") == "relu").Select(c => new CircleTrials(c))];
        yield return ActiveSet($"{Pair} §2.3.2 A", "One ReLU’s active set: on for both points of class 1, off for both of class 0.", relu);
        yield return Statement.Of(
            $"{Pair} §2.3.2 B",
            "dL/dθ = 0 at 3π/4.",
            all.Count == 0 ? null : all.All(c => c.Of(135, "slope_left_1") == 0 && c.Of(135, "slope_right_1") == 0),
            $"It is 0 for each b and r of this sweep ({all.Count}), but not for the reason given, f(x₁) = f(x₂): x₁ and x₂ lie along w, "
                + "where turning changes nothing, and x₃ and x₄ pull against each other.");
        yield return Statement.Of(
            $"{Pair} §2.3.2 C",
            "d²L/dθ² > 0 at 3π/4: a strict local minimum of the angular loss.",
            all.Count == 0 ? null : all.All(c => c.Turns(135) == "minimum"),
            Each(all, c => $"{c.Number(135, "curvature_right_1")}, {c.Turns(135)}"));
        yield return Statement.Of(
            $"{Pair} §2.3.2 D",
            "dL/dθ = 0 and d²L/dθ² < 0 at π/4: a local maximum.",
            all.Count == 0 ? null : all.All(c => c.Jump(45) == 0 && c.Turns(45) == "maximum"),
            Each(all, c => $"{(c.Jump(45) == 0 ? c.Number(45, "curvature_right_1") : "a kink")}, {c.Turns(45)}"));
        yield return Statement.Of(
            $"{Pair} §2.3.2",
            "3π/4 is the trap’s angle, and π/4 that of the true separator.",
            abs is null || zero is null ? null : abs.Of("0-+0", "w1_x") * abs.Of("0-+0", "w1_y") > 0,
            abs is null ? "" : $"It is the other way round: the solution’s weights are {abs.PointOf(EquilibriaStudy.TrialOf("0-+0"))}, "
                + $"at 3π/4. So says {Control} §3.3, which names the angles the other way.");
    }

    private static Statement ActiveSet(string place, string words, CellTrials? cell) => Statement.Impossible(
        place,
        words,
        cell is null ? null : cell.KindOf("-++-") == "impossible",
        "The points of each class are antipodal, so that the two z of a class add up to 2b: more than 0 for one, less for the other.");

    private static CircleTrials? At(List<CellTrials> circles, string model, double bias) => circles
        .Where(c => c.Word("model") == model && c.Cell.Parameters["bias"].Number == bias)
        .Select(c => new CircleTrials(c)).FirstOrDefault();

    private static string Each(List<CircleTrials> circles, Func<CircleTrials, string> what) =>
        string.Join("; ", circles.Select(c => $"b = {c.Bias}, r = {c.Radius}: {what(c)}")) + ".";

    private static string Losses(CellTrials cell, IEnumerable<long> trials) =>
        string.Join(", ", trials.Select(t => cell.Of(t, "loss")).Distinct().Order().Select(Fractions.Of));
}
