using System.Diagnostics;
using Farm.Coordinator.Devices;
using Farm.Numerics;

namespace Farm.Bench;

/// <summary>The three products of a network's layer beside this core's ceiling.</summary>
internal static class MatrixSpeed
{
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(0.2);

    private static readonly (int Batch, int Inputs, int Units)[] layers = [(64, 8, 200), (64, 200, 200), (128, 64, 512), (128, 512, 512)];

    private static readonly string[] products = ["forward", "backward", "gradient"];

    public static Sheet Measure(int rounds)
    {
        var sheet = new Sheet(
            "matrix-product",
            "What share of a core's fused multiply-adds do the products of a layer reach: forward X·W + b with W packed, backward dY·Wᵀ with Wᵀ packed, and gradient Xᵀ·dY, packing included? One thread, in turn with the ceiling: as many as it can issue from registers.",
            $"dotnet run -c Release --project bench -- matrix-product --rounds {rounds}");
        var ceiling = new Samples("ceiling", "GFLOP/s");
        var rows = layers.SelectMany(l => products.Select(p => (Layer: l, Product: p, Name: $"{l.Batch}×{l.Inputs}·{l.Units} {p}")))
            .Select(r => (
                r.Layer,
                r.Product,
                Rate: new Samples(r.Name, "GFLOP/s"),
                Share: new Samples($"{r.Name} / ceiling", "×")))
            .ToArray();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var row in rows)
            {
                var top = FmaPeak.Measure(LaneWidths.Widest, Slice) / 1e9;
                var rate = Rate(new Layer(row.Layer.Batch, row.Layer.Inputs, row.Layer.Units), row.Product);
                ceiling.Add(top);
                row.Rate.Add(rate);
                row.Share.Add(rate / top);
            }
        }

        sheet.Add(ceiling);
        sheet.Add(rows.SelectMany(r => new[] { r.Rate, r.Share }));
        return sheet;
    }

    private static double Rate(Layer layer, string product)
    {
        Action once = (product, LaneWidths.Widest) switch
        {
            ("forward", LaneWidth.Bits512) => layer.Forward<Lanes512>,
            ("forward", LaneWidth.Bits256) => layer.Forward<Lanes256>,
            ("forward", _) => layer.Forward<Lanes128>,
            ("backward", LaneWidth.Bits512) => layer.Backward<Lanes512>,
            ("backward", LaneWidth.Bits256) => layer.Backward<Lanes256>,
            ("backward", _) => layer.Backward<Lanes128>,
            (_, LaneWidth.Bits512) => layer.Gradient<Lanes512>,
            (_, LaneWidth.Bits256) => layer.Gradient<Lanes256>,
            _ => layer.Gradient<Lanes128>,
        };
        var best = double.MaxValue;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Slice;)
        {
            const int Repeats = 20;
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Repeats; i++)
            {
                once();
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / Repeats);
        }

        return 2.0 * layer.Batch * layer.Inputs * layer.Units / best / 1e9;
    }

    private sealed class Layer(int batch, int inputs, int units)
    {
        private readonly Matrix x = new(batch, inputs);
        private readonly Matrix weights = new(inputs, units);
        private readonly Matrix bias = new(1, units);
        private readonly Matrix noBias = new(1, Math.Max(inputs, units));
        private readonly Matrix y = new(batch, units);
        private readonly Matrix dx = new(batch, inputs);
        private readonly Matrix gradient = new(inputs, units);
        private readonly PanelMemory panels = new(Math.Max(inputs, units));

        public int Batch => batch;

        public int Inputs => inputs;

        public int Units => units;

        public void Forward<T>()
            where T : struct, ILanes<T>
        {
            MatrixProduct.Multiply<T>(
                LeftFactor.Of(x), RightFactor.Packed(weights, panels), MatrixRows.Repeated(bias), MatrixRows.Of(y), new(batch, units, inputs));
        }

        public void Backward<T>()
            where T : struct, ILanes<T>
        {
            MatrixProduct.Multiply<T>(
                LeftFactor.Of(y), RightFactor.Transposed(weights, panels), MatrixRows.Repeated(noBias), MatrixRows.Of(dx), new(batch, inputs, units));
        }

        public void Gradient<T>()
            where T : struct, ILanes<T> => MatrixProduct.Multiply<T>(
                LeftFactor.Transposed(x), RightFactor.Of(y), MatrixRows.Repeated(noBias), MatrixRows.Of(gradient), new(inputs, units, batch));
    }
}
