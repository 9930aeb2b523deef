using Farm.Numerics.Tests.Health;
using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Hyperbolicity;

public sealed class UnitTilesTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tiles_of_one_unit_are_the_units(bool isAdam)
    {
        var layer = SampleLayer.Random(new Random(Seeds.New(output)), 20, 7, 9, outputs: 2);
        layer.GradientNorms = [.. Enumerable.Range(0, 9).Select(i => (double)i)];
        var rule = Rule(isAdam);
        var reports = Classify(layer, 1, rule);
        foreach (var (tile, unit) in reports.Zip(layer.Classify(rule)))
        {
            // ‖θ‖ is that of root mean squares, which float32 rounds.
            Assert.Equal(unit.Norm, tile.Norm, 1e-6 * unit.Norm);
            Assert.Equal(unit, tile with { Norm = unit.Norm });
        }
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    [InlineData(100, false)]
    public void A_tile_s_block_is_the_mean_of_its_units(int size, bool isAdam)
    {
        var layer = SampleLayer.Random(new Random(Seeds.New(output)), 20, 7, 9);
        var rule = Rule(isAdam);
        var reports = Classify(layer, size, rule);
        Assert.Equal((9 + size - 1) / size, reports.Length);
        for (var tile = 0; tile < reports.Length; tile++)
        {
            var units = Enumerable.Range(tile * size, Math.Min(size, 9 - tile * size)).ToArray();
            var values = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(Block(layer, rule, units))
                .Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenValues.Select(v => v.Real).ToArray();
            Assert.Equal(values.Max(), reports[tile].Largest, 1e-5 * values.Max());
            Assert.Equal(values.Sum(), reports[tile].Trace, 1e-5 * values.Sum());
            Assert.Equal(
                Math.Sqrt(units.Average(u => Enumerable.Range(0, 8).Sum(c => Math.Pow(layer.View.Parameters.At(u, c, 7), 2)))),
                reports[tile].Norm, 1e-5);
            Assert.Equal(Enumerable.Range(0, 20).Count(j => units.Any(u => layer.Activity[j * 9 + u] != 0)), reports[tile].Active);
        }
    }

    [Fact]
    public void Every_unit_of_a_network_gets_its_tile_s_report()
    {
        var trainer = HealthTraining.Start(new Random(Seeds.New(output)), new(5, 11, 2, 2), 12, out _);
        var loss = trainer.Differentiate();
        var (tiled, plain) = (new NetworkClassifier(trainer.Shape, 12, new() { TileUnits = 4 }), new NetworkClassifier(trainer.Shape, 12));
        var (reports, units) = (new UnitReport[11], new UnitReport[11]);
        var (largest, residuals) = (new double[11], new double[11]);
        tiled.Take(trainer, loss);
        plain.Take(trainer, loss);
        var rule = NetworkClassifier.RuleOf(trainer);
        for (var layer = 0; layer < 2; layer++)
        {
            tiled.Classify(layer, rule, reports);
            tiled.Largest(layer, rule, largest, residuals);
            plain.Classify(layer, rule, units);
            for (var tile = 0; tile < 3; tile++)
            {
                var of = Enumerable.Range(4 * tile, tile == 2 ? 3 : 4).ToArray();
                Assert.All(of, u => Assert.Equal((reports[of[0]], largest[of[0]]), (reports[u], largest[u])));
                Assert.Equal(of.Average(u => units[u].Trace), reports[of[0]].Trace, 1e-5 * (1e-9 + reports[of[0]].Trace));
                Assert.InRange(largest[of[0]], 0, reports[of[0]].Largest * (1 + 1e-12));
            }
        }
    }

    [Fact]
    public void Units_whose_inputs_are_scaled_one_by_one_make_no_tiles()
    {
        var layer = SampleLayer.Random(new Random(1), 5, 3, 4);
        layer.InputScales = [1, 2, 3, 4];
        Assert.Throws<ArgumentException>(() => new UnitTiles(5, 3, 4, 2).Of(layer.View));
        Assert.Throws<ArgumentException>(
            () => new NetworkClassifier(new(2, 4, 2, 1) { IsResidual = true }, 5, new() { TileUnits = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UnitTiles(5, 3, 4, 0));
    }

    private static UpdateRule Rule(bool isAdam) =>
        isAdam ? UpdateRule.Adam(0.1, 0.9, 0.99, 1e-8, 3) : UpdateRule.GradientDescent(0.1);

    private static UnitReport[] Classify(SampleLayer layer, int size, UpdateRule rule)
    {
        var (classifier, tiles) = (layer.Weighed(), new UnitTiles(layer.Samples, layer.Inputs, layer.Units, size));
        var reports = new UnitReport[tiles.TilesOf(layer.Units)];
        classifier.Classify(classifier.Tile(layer.View, tiles), rule, reports);
        return reports;
    }

    private static double[,] Block(SampleLayer layer, UpdateRule rule, int[] units)
    {
        var block = new double[8, 8];
        double Input(int j, int c) => c == 7 ? 1 : layer.InputRows[j * 7 + c];
        double Scale(int c) => !rule.IsAdam ? 1 : 1 / Math.Sqrt(
            Math.Sqrt(units.Average(u => (double)layer.View.SecondMoments.At(u, c, 7)) * rule.SquareScale) + rule.Epsilon);
        for (var j = 0; j < 20; j++)
        {
            var s = units.Average(u => 2.0 / 20 * layer.Sensitivities[j * 9 + u] * layer.Sensitivities[j * 9 + u]);
            for (var a = 0; a < 8; a++)
            {
                for (var b = 0; b < 8; b++)
                {
                    block[a, b] += s * Input(j, a) * Input(j, b) * Scale(a) * Scale(b);
                }
            }
        }

        return block;
    }
}
