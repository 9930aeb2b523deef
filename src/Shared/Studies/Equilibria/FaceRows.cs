namespace Farm.Studies.Equilibria;

/// <summary>The rows of trials that go over the faces.</summary>
internal static class FaceRows
{
    /// <summary>Writes the row of a face.</summary>
    public static void Write(PiecewiseLoss loss, Pieces pieces, int[] signs, EquilibriaRow row)
    {
        var answer = FaceAnswer.Of(loss, pieces, signs);
        var isThere = answer.Local is not null;
        row.Put("can_hold", answer.Sample is not null);
        row.Put("kind", (int)answer.Kind);
        row.Put("stationary", isThere);
        row.Put("meets_closure", answer.Closure is not null);
        row.Put("rests", answer.Local is { Rests: true });
        row.Put("differentiable", answer.Local is { IsDifferentiable: true });
        row.Put("has_hessian", answer.Spectrum is not null);
        row.Put("bounded", answer.IsBounded);
        row.Put("zeros", answer.Face.Zeros.Length);
        row.Put("span", answer.Face.Span);
        row.Put("rank", answer.Face.Rank);
        row.Put("critical_dimension", answer.Face.CriticalDimension);
        row.Put("kinks", Mask(answer.Kinks));
        row.Put("bends", Mask(answer.Closure is null ? [] : new LocalLoss(loss, pieces, answer.Closure.Point).Bends));
        row.Put("set_dimension", answer.Closure?.Dimension ?? double.NaN);
        row.Put("least", answer.Least);
        row.Put("loss", answer.Loss);
        row.Put("steepest", answer.Steepest);
        for (var j = 0; j < EquilibriaMeasurements.MostParameters; j++)
        {
            row.Put($"eigenvalue_{j + 1}", answer.Spectrum?.ElementAtOrDefault(j)?.Value ?? double.NaN);
        }

        row.Put("rational_eigenvalues", answer.Spectrum?.Count(r => r.Exact is not null) ?? 0);
        for (var unit = 0; unit < loss.Model.Units; unit++)
        {
            var isOpen = answer.Face.Zeros.Length == 0 && answer.Sample is not null;
            row.Put($"turn_law_{unit + 1}", (int)(isOpen ? TurnLaws.Of(loss, answer.Sample!, unit) : TurnLaw.Undefined));
        }

        var point = answer.Closure?.Point;
        row.PutPoint(loss, point);
        row.PutAngular(loss, point);
    }

    private static int Mask(IReadOnlyList<int> activations) => activations.Aggregate(0, (mask, k) => mask | 1 << k);
}
