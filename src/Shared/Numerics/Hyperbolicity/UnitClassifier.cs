namespace Farm.Numerics;

/// <summary>
/// Tells of every unit of a layer whether its update is a sink, a source, a saddle or degenerate, from the eigenvalues of
/// the unit's own Hessian block on a batch.
/// </summary>
/// <remarks>
/// <para>H = Σ_j s_j x̃_j x̃_jᵀ with x̃ = (inputs, 1). For hidden units without batch normalisation, under the mean squared error
/// or softmax cross-entropy, that is the exact block almost everywhere; with <see cref="UnitLayer.InputScales"/> it is that
/// of statistics held where they are.</para>
/// <para>Use: <see cref="Take"/> a layer, weigh its samples, then ask. Sums are in float64, but for the products of the cheap
/// check where units have scales, and in a fixed order: the same bits at every SIMD width. Nothing is allocated after
/// construction. The memory is about 8·(B² + 2Bp + min(B, p)²) bytes and as much again for the cheap check. One classifier
/// serves one thread.</para>
/// </remarks>
public sealed class UnitClassifier
{
    private readonly ClassifierSettings settings;
    private readonly int mostSamples;
    private readonly int mostInputs;
    private readonly int mostUnits;
    private readonly UnitBatch batch;
    private readonly UnitWeights weights;
    private readonly UnitMatrix matrix;
    private readonly Spectrum spectrum;
    private readonly LayerLanczos lanczos;
    private readonly int[] reaching;
    private readonly double[] scales;
    private readonly double[] means;
    private readonly double[] borders = new double[SturmCounts.Shifts];
    private readonly int[] counts = new int[SturmCounts.Shifts];

    /// <summary>A classifier for layers up to a size.</summary>
    /// <param name="mostSamples">Largest batch, at least 1.</param>
    /// <param name="mostInputs">Most inputs of a layer, at least 1.</param>
    /// <param name="mostUnits">Most units of a layer, at least 1.</param>
    /// <param name="settings">What types depend on; the source's when null.</param>
    public UnitClassifier(int mostSamples, int mostInputs, int mostUnits, ClassifierSettings? settings = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostSamples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostInputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostUnits, 1);
        this.settings = settings ?? new();
        (this.mostSamples, this.mostInputs, this.mostUnits) = (mostSamples, mostInputs, mostUnits);
        batch = new(mostSamples, mostInputs);
        weights = new(mostSamples, mostUnits);
        matrix = new(mostSamples, mostInputs);
        spectrum = new(Math.Min(mostSamples, mostInputs + 1));
        lanczos = new(mostSamples, mostInputs, this.settings);
        reaching = new int[mostSamples];
        scales = new double[mostInputs + 1];
        means = new double[mostUnits];
    }

    /// <summary>Takes a layer's inputs. Its samples must be weighed before anything is asked.</summary>
    /// <exception cref="ArgumentException">The layer is larger than the classifier, or its spans do not fit.</exception>
    public void Take(in UnitLayer layer)
    {
        layer.Check(isAdam: false);
        if (layer.Samples < 1 || layer.Inputs < 1 || layer.Units < 1
            || layer.Samples > mostSamples || layer.Inputs > mostInputs || layer.Units > mostUnits)
        {
            throw new ArgumentException(
                $"A layer of {layer.Samples} samples, {layer.Inputs} inputs and {layer.Units} units does not fit a classifier "
                + $"of {mostSamples}, {mostInputs} and {mostUnits}.");
        }

        batch.Begin(layer);
        weights.Begin(layer.Samples, layer.Units);
    }

    /// <summary>Weighs samples by the mean squared error, <see cref="SampleWeights.SquaredError"/>.</summary>
    /// <param name="layer">The layer taken.</param>
    /// <param name="sensitivities">δ: outputs × samples × units.</param>
    /// <param name="outputs">Number of outputs.</param>
    public void WeighSquaredError(in UnitLayer layer, ReadOnlySpan<float> sensitivities, int outputs) =>
        SampleWeights.SquaredError(sensitivities, outputs, layer.Samples, layer.Units, weights.Numbers, weights.Stride);

    /// <summary>Weighs samples by softmax cross-entropy, <see cref="SampleWeights.CrossEntropy"/>.</summary>
    /// <param name="layer">The layer taken.</param>
    /// <param name="sensitivities">δ: outputs × samples × units.</param>
    /// <param name="probabilities">p: samples × outputs.</param>
    /// <param name="outputs">Number of outputs.</param>
    public void WeighCrossEntropy(
        in UnitLayer layer, ReadOnlySpan<float> sensitivities, ReadOnlySpan<float> probabilities, int outputs) =>
        SampleWeights.CrossEntropy(
            sensitivities, probabilities, outputs, layer.Samples, layer.Units, weights.Numbers, weights.Stride, means);

    /// <summary>Goes over from units to tiles of them, after samples were weighed.</summary>
    /// <param name="layer">The layer taken and weighed.</param>
    /// <param name="tiles">The tiles.</param>
    /// <returns>The layer to ask for: its units are the tiles. To ask for the units again, take and weigh theirs again.</returns>
    /// <exception cref="ArgumentException">The layer's inputs are scaled unit by unit.</exception>
    public UnitLayer Tile(scoped in UnitLayer layer, UnitTiles tiles)
    {
        var tiled = tiles.Of(layer);
        tiles.Average(weights, layer.Samples, layer.Units);
        return tiled;
    }

    /// <summary>The cheap check: every unit's largest λ alone, from below.</summary>
    /// <param name="layer">The layer taken and weighed.</param>
    /// <param name="rule">The update; under Adam λ is that of D^−½ H D^−½.</param>
    /// <param name="largest">One a unit; NaN where something is not finite.</param>
    /// <param name="residuals">Some eigenvalue lies within this of it. One a unit.</param>
    public void Largest(in UnitLayer layer, in UpdateRule rule, Span<double> largest, Span<double> residuals)
    {
        layer.Check(rule.IsAdam);
        lanczos.Run(batch, weights, layer, rule, largest, residuals);
    }

    /// <summary>The full check: every unit's types with their counts.</summary>
    /// <param name="layer">The layer taken and weighed.</param>
    /// <param name="rule">The update.</param>
    /// <param name="reports">One a unit.</param>
    public void Classify(in UnitLayer layer, in UpdateRule rule, Span<UnitReport> reports)
    {
        layer.Check(rule.IsAdam);
        batch.TakeWide(layer);
        var unitBorders = new UnitBorders(rule, settings);
        for (var unit = 0; unit < layer.Units; unit++)
        {
            reports[unit] = Classify(layer, rule, unit, unitBorders);
        }
    }

    private UnitReport Classify(in UnitLayer layer, in UpdateRule rule, int unit, in UnitBorders unitBorders)
    {
        var report = Look(layer, unit, out var isFinite);
        if (!isFinite)
        {
            return unitBorders.Without(report, UnitType.NotFinite);
        }

        if (report.Reaching == 0)
        {
            return unitBorders.Without(report, report.Active == 0 ? UnitType.Off : UnitType.Blocked);
        }

        var samples = reaching.AsSpan(0, report.Reaching);
        var isScaled = UnitScales.Matter(layer, rule);
        var unitScales = isScaled ? scales.AsSpan(0, batch.Parameters) : [];
        if (isScaled)
        {
            UnitScales.Fill(layer, rule, unit, isPreconditioned: true, unitScales, 1);
        }

        matrix.Form(batch, weights, unit, samples, unitScales);
        if (!spectrum.Take(matrix.Numbers, matrix.Order, matrix.Stride, report.Rank))
        {
            return unitBorders.Without(report, UnitType.NotFinite);
        }

        var (smallest, largest) = spectrum.Extremes();
        unitBorders.Fill(spectrum.Trace, report.Rank, borders);
        report = report with
        {
            Trace = spectrum.Trace,
            Largest = largest,
            Smallest = smallest,
            FreeFactor = Math.FusedMultiplyAdd(-rule.Rate, largest, 1),
        };
        spectrum.CountBelow(borders, counts);
        report = unitBorders.Read(report, counts);
        return rule.IsAdam && report.Rank == report.Parameters
            ? report with { IsCurvatureFlat = IsFlatUnpreconditioned(layer, rule, unit, unitBorders, report) }
            : report;
    }

    /// <summary>What needs no eigenvalues; the samples that reach the unit go to <see cref="reaching"/>.</summary>
    private UnitReport Look(in UnitLayer layer, int unit, out bool isFinite)
    {
        var (active, reached, total) = (0, 0, 0.0);
        for (var j = 0; j < layer.Samples; j++)
        {
            if (layer.Activity[j * layer.Units + unit] == 0)
            {
                continue;
            }

            active++;
            var s = weights.Numbers[j * weights.Stride + unit];
            total += s;
            if (s > 0)
            {
                reaching[reached++] = j;
            }
        }

        var square = 0.0;
        for (var c = 0; c <= layer.Inputs; c++)
        {
            double parameter = layer.Parameters.At(unit, c, layer.Inputs);
            square = Math.FusedMultiplyAdd(parameter, parameter, square);
        }

        isFinite = double.IsFinite(total) && double.IsFinite(square);
        TypedCounts none = default;
        return new()
        {
            Active = active,
            Reaching = reached,
            Rank = isFinite ? RankOf(layer, unit, reaching.AsSpan(0, reached)) : 0,
            Parameters = batch.Parameters,
            Norm = Math.Sqrt(square),
            Fixed = none,
            Span = none,
            Scaled = none,
            FreeFixed = none,
            FreeSpan = none,
            FreeScaled = none,
            IsFrozenStatistics = !layer.InputScales.IsEmpty,
            IsGradientFlat = layer.GradientNorms.IsEmpty
                ? null
                : layer.GradientNorms[unit] < settings.FlatGradient && layer.Loss > settings.LossFloor,
        };
    }

    /// <summary>Any samples of a batch whose rows are all independent are independent too.</summary>
    private int RankOf(in UnitLayer layer, int unit, ReadOnlySpan<int> samples)
    {
        if (!layer.InputScales.IsEmpty && layer.InputScales[unit] == 0)
        {
            return Math.Min(samples.Length, 1);
        }

        return samples.Length <= 1 || batch.Rank == batch.Samples ? samples.Length : batch.RankOf(samples);
    }

    /// <summary>Whether H itself, without Adam's D, has a singular value below the source's least.</summary>
    private bool IsFlatUnpreconditioned(
        in UnitLayer layer, in UpdateRule rule, int unit, in UnitBorders unitBorders, in UnitReport report)
    {
        var unitScales = layer.InputScales.IsEmpty ? [] : scales.AsSpan(0, batch.Parameters);
        if (!layer.InputScales.IsEmpty)
        {
            UnitScales.Fill(layer, rule, unit, isPreconditioned: false, unitScales, 1);
        }

        matrix.Form(batch, weights, unit, reaching.AsSpan(0, report.Reaching), unitScales);
        if (!spectrum.Take(matrix.Numbers, matrix.Order, matrix.Stride, report.Rank))
        {
            return true;
        }

        unitBorders.Fill(spectrum.Trace, report.Rank, borders);
        spectrum.CountBelow(borders, counts);
        return unitBorders.Read(report, counts).IsCurvatureFlat;
    }
}
