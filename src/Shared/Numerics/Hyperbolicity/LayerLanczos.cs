using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Farm.Numerics;

/// <summary>The largest eigenvalue of every unit of a layer by Lanczos iterations, sixteen units at a time, a unit a lane.</summary>
/// <remarks>
/// <para>Golub and Van Loan, §10.1, with full reorthogonalisation. The matrix of a unit is never formed. With B ≤ p it is
/// S^½X̃E²X̃ᵀS^½ over samples, else EX̃ᵀSX̃E over parameters, E the unit's column scales (<see cref="UnitScales"/>); without
/// scales and with B ≤ 2p the layer's Gram matrix serves all units. A step costs 2B² or 4Bp operations a unit.</para>
/// <para>Products over samples are in float32 where a residual of 10⁻³ or more is let pass, far above their rounding, which
/// moves a value by 10⁻⁶ of it at most; everything else is in float64. A unit whose numbers come near the ends of float32's
/// range is looked at again with products in float64.</para>
/// <para>The start is S^½(1 + ½u) with u_j from a fixed Philox stream: near the top eigenvector where inputs are not negative,
/// and orthogonal to it with probability 0 elsewhere. A unit's value is that of the first step whose residual is small
/// enough, and it stays when other lanes go on: so it does not depend on which units share a tile. The value is at most the
/// largest eigenvalue, to the rounding of its products, and some eigenvalue is within the residual of it.</para>
/// </remarks>
internal sealed class LayerLanczos
{
    private const int Width = UnitTileProduct.Width;
    /// <summary>Eigenvalues from here to <see cref="SingleMost"/> leave float32 room on either side for what they are made of.</summary>
    private const double SingleLeast = 1e-25;

    private const double SingleMost = 1e25;

    /// <summary>Residuals that are let pass from here on leave products in float32 unnoticed.</summary>
    private const double SingleResidual = 1e-3;
    private const ulong StartKey = 0x4661_726D_4C61_6E63;

    private readonly LaneMemory basis;
    private readonly LaneMemory roots;
    private readonly LaneMemory scales;
    private readonly LaneMemory work;
    private readonly LaneMemory other;
    private readonly LaneMemory start;
    private readonly RitzTile ritz;
    private readonly int mostSteps;
    private readonly double tolerance;
    private int order;
    private bool isScaled;

    public LayerLanczos(int mostSamples, int mostInputs, ClassifierSettings settings)
    {
        (mostSteps, tolerance) = (settings.MostSteps, settings.Residual);
        var (samples, parameters) = (Wide.Padded(mostSamples), Wide.Padded(mostInputs + 1));
        basis = Wide.Allocate((mostSteps + 1) * Math.Min(samples, parameters) * Width);
        roots = Wide.Allocate(samples * Width);
        scales = Wide.Allocate(parameters * Width);
        work = Wide.Allocate(Math.Max(samples, parameters) * Width);
        other = Wide.Allocate(Math.Max(samples, parameters) * Width);
        start = Wide.Allocate(samples);
        ritz = new RitzTile(mostSteps);
        for (var j = 0; j < mostSamples; j++)
        {
            var word = Philox.Draw(StartKey, (ulong)j, stream: 0, draw: 0).Word0;
            start.Numbers()[j] = 1 + 0.5 * (word / 2147483648.0 - 1);
        }
    }

    /// <summary>Computes all units' values.</summary>
    public void Run(
        UnitBatch batch, UnitWeights weights, in UnitLayer layer, in UpdateRule rule, Span<double> largest, Span<double> residuals)
    {
        var isOverSamples = batch.Samples <= batch.Parameters;
        order = isOverSamples ? batch.Samples : batch.Parameters;
        isScaled = UnitScales.Matter(layer, rule);
        var kind = !isOverSamples ? Matrix.OverParameters
            : !isScaled && batch.Samples <= 2 * batch.Parameters ? Matrix.Gram
            : tolerance < SingleResidual ? Matrix.WideOverSamples : Matrix.OverSamples;
        for (var unit = 0; unit < layer.Units; unit += Width)
        {
            var units = Math.Min(Width, layer.Units - unit);
            Run(batch, weights, layer, rule, unit, units, kind);
            ritz.CopyTo(largest.Slice(unit, units), residuals.Slice(unit, units));
            if (kind == Matrix.OverSamples)
            {
                Repeat(batch, weights, layer, rule, unit, largest.Slice(unit, units), residuals.Slice(unit, units));
            }
        }
    }

    private enum Matrix
    {
        Gram,
        OverSamples,
        WideOverSamples,
        OverParameters,
    }

    private void Run(
        UnitBatch batch, UnitWeights weights, in UnitLayer layer, in UpdateRule rule, int unit, int units, Matrix kind)
    {
        if (kind == Matrix.OverSamples)
        {
            batch.TakeSingle(layer);
        }
        else
        {
            batch.TakeWide(layer);
        }

        Load(batch, weights, layer, rule, unit, units, kind);
        Iterate(batch, kind);
    }

    /// <summary>Looks again, in float64, at units that float32 may not have held.</summary>
    private void Repeat(
        UnitBatch batch, UnitWeights weights, in UnitLayer layer, in UpdateRule rule, int unit, Span<double> largest,
        Span<double> residuals)
    {
        Span<bool> isHeld = stackalloc bool[Width];
        for (var i = 0; i < largest.Length; i++)
        {
            isHeld[i] = largest[i] is > SingleLeast and < SingleMost || IsOff(batch, weights, unit + i);
        }

        isHeld = isHeld[..largest.Length];
        if (!isHeld.Contains(false))
        {
            return;
        }

        Span<double> again = stackalloc double[Width];
        Span<double> lacking = stackalloc double[Width];
        Run(batch, weights, layer, rule, unit, largest.Length, Matrix.WideOverSamples);
        ritz.CopyTo(again[..largest.Length], lacking[..largest.Length]);
        for (var i = 0; i < largest.Length; i++)
        {
            (largest[i], residuals[i]) = isHeld[i] ? (largest[i], residuals[i]) : (again[i], lacking[i]);
        }
    }

    private static bool IsOff(UnitBatch batch, UnitWeights weights, int unit)
    {
        for (var j = 0; j < batch.Samples; j++)
        {
            if (weights.Numbers[j * weights.Stride + unit] != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static ref double First(LaneMemory memory) => ref MemoryMarshal.GetReference(memory.Numbers());

    /// <summary>Fills the tile's weights, scales and first vector.</summary>
    private void Load(
        UnitBatch batch, UnitWeights weights, in UnitLayer layer, in UpdateRule rule, int unit, int units, Matrix kind)
    {
        if (kind == Matrix.OverSamples)
        {
            UnitScales.FillSquares(layer, rule, unit, units, scales.Span);
        }
        else if (isScaled)
        {
            UnitScales.FillTile(layer, rule, unit, units, scales.Numbers());
        }

        var isOverParameters = kind == Matrix.OverParameters;
        ref var vector = ref (isOverParameters ? ref First(work) : ref First(basis));
        for (nint j = 0; j < batch.Samples; j++)
        {
            var u = Vector512.Create(start.Numbers()[(int)j]);
            for (nint i = 0; i < Width; i += Wide.Count)
            {
                var s = Wide.Load(ref weights.First, j * weights.Stride + unit + i);
                var root = isOverParameters ? s : Vector512.Sqrt(s);
                Wide.Store(root, ref First(roots), j * Width + i);
                Wide.Store(root * u, ref vector, j * Width + i);
            }
        }

        if (isOverParameters)
        {
            UnitTileProduct.Multiply(
                ref batch.BySample, batch.ParameterStride, batch.Samples, batch.Parameters, ref First(work), ref First(other));
            ScaleColumns(ref First(other));
            UnitTileProduct.Copy(ref First(other), order, ref First(basis));
        }
    }

    private void ScaleColumns(ref double rows)
    {
        if (isScaled)
        {
            UnitTileProduct.Scale(ref rows, ref First(scales), order, ref rows);
        }
    }

    private void Iterate(UnitBatch batch, Matrix kind)
    {
        ritz.Begin(tolerance);
        ref var q = ref First(basis);
        Normalize(ref q, LengthOf(ref q));
        var steps = Math.Min(mostSteps, order);
        for (var step = 0; step < steps; step++)
        {
            ref var next = ref Unsafe.Add(ref First(basis), (nint)(step + 1) * order * Width);
            Apply(batch, kind, ref Unsafe.Add(ref First(basis), (nint)step * order * Width), ref next);
            var diagonal = Orthogonalize(step, ref next);
            var beside = LengthOf(ref next);
            if (ritz.Add(step, diagonal, beside))
            {
                return;
            }

            Normalize(ref next, beside);
        }
    }

    private void Apply(UnitBatch batch, Matrix kind, ref double from, ref double to)
    {
        ref var w = ref First(work);
        ref var o = ref First(other);
        switch (kind)
        {
            case Matrix.Gram:
                UnitTileProduct.Scale(ref from, ref First(roots), order, ref w);
                UnitTileProduct.Multiply(ref batch.Gram[0], batch.SampleStride, order, order, ref w, ref o);
                UnitTileProduct.Scale(ref o, ref First(roots), order, ref to);
                return;
            case Matrix.OverSamples:
                ApplyOverSamples(batch, ref from, ref to);
                return;
            case Matrix.WideOverSamples:
                UnitTileProduct.Scale(ref from, ref First(roots), order, ref w);
                UnitTileProduct.Multiply(
                    ref batch.BySample, batch.ParameterStride, batch.Samples, batch.Parameters, ref w, ref o);
                UnitTileProduct.Scale(ref o, ref First(scales), batch.Parameters, ref o);
                UnitTileProduct.Scale(ref o, ref First(scales), batch.Parameters, ref o);
                UnitTileProduct.Multiply(
                    ref batch.ByParameter, batch.SampleStride, batch.Parameters, batch.Samples, ref o, ref w);
                UnitTileProduct.Scale(ref w, ref First(roots), order, ref to);
                return;
            default:
                ApplyOverParameters(batch, ref from, ref to);
                return;
        }
    }

    private void ApplyOverSamples(UnitBatch batch, ref double from, ref double to)
    {
        ref var w = ref work.First;
        ref var o = ref other.First;
        UnitTileProduct.Scale(ref from, ref First(roots), order, ref w);
        UnitTileProduct.Multiply(
            ref batch.SingleBySample, batch.ParameterStride, batch.Samples, batch.Parameters, ref w, ref o);
        UnitTileProduct.Scale(ref o, ref scales.First, batch.Parameters, ref o);
        UnitTileProduct.Multiply(
            ref batch.SingleByParameter, batch.SampleStride, batch.Parameters, batch.Samples, ref o, ref w);
        UnitTileProduct.Scale(ref w, ref First(roots), order, ref to);
    }

    private void ApplyOverParameters(UnitBatch batch, ref double from, ref double to)
    {
        ref var w = ref First(work);
        ref var o = ref First(other);
        UnitTileProduct.Copy(ref from, order, ref w);
        ScaleColumns(ref w);
        UnitTileProduct.Multiply(ref batch.ByParameter, batch.SampleStride, batch.Parameters, batch.Samples, ref w, ref o);
        UnitTileProduct.Scale(ref o, ref First(roots), batch.Samples, ref o);
        UnitTileProduct.Multiply(ref batch.BySample, batch.ParameterStride, batch.Samples, batch.Parameters, ref o, ref w);
        ScaleColumns(ref w);
        UnitTileProduct.Copy(ref w, order, ref to);
    }

    /// <summary>Takes off a vector its parts along all before; the part along the last is the new number of the diagonal.</summary>
    private (Vector512<double> Left, Vector512<double> Right) Orthogonalize(int step, ref double vector)
    {
        Vector512<double> left = default, right = default;
        for (var before = step; before >= 0; before--)
        {
            ref var q = ref Unsafe.Add(ref First(basis), (nint)before * order * Width);
            var (a, b) = Dot(ref vector, ref q);
            for (nint i = 0; i < order * Width; i += Width)
            {
                Wide.Store(Wide.Fused(-a, Wide.Load(ref q, i), Wide.Load(ref vector, i)), ref vector, i);
                Wide.Store(
                    Wide.Fused(-b, Wide.Load(ref q, i + Wide.Count), Wide.Load(ref vector, i + Wide.Count)),
                    ref vector, i + Wide.Count);
            }

            (left, right) = before == step ? (a, b) : (left, right);
        }

        return (left, right);
    }

    private (Vector512<double> Left, Vector512<double> Right) Dot(ref double x, ref double y)
    {
        Vector512<double> left = default, right = default;
        for (nint i = 0; i < order * Width; i += Width)
        {
            left = Wide.Fused(Wide.Load(ref x, i), Wide.Load(ref y, i), left);
            right = Wide.Fused(Wide.Load(ref x, i + Wide.Count), Wide.Load(ref y, i + Wide.Count), right);
        }

        return (left, right);
    }

    private (Vector512<double> Left, Vector512<double> Right) LengthOf(ref double vector)
    {
        var (left, right) = Dot(ref vector, ref vector);
        return (Vector512.Sqrt(left), Vector512.Sqrt(right));
    }

    /// <summary>A vector over its length; 0 where the length is 0.</summary>
    private void Normalize(ref double vector, (Vector512<double> Left, Vector512<double> Right) length)
    {
        var (left, right) = (Inverse(length.Left), Inverse(length.Right));
        for (nint i = 0; i < order * Width; i += Width)
        {
            Wide.Store(Wide.Load(ref vector, i) * left, ref vector, i);
            Wide.Store(Wide.Load(ref vector, i + Wide.Count) * right, ref vector, i + Wide.Count);
        }
    }

    private static Vector512<double> Inverse(Vector512<double> length) => Vector512.ConditionalSelect(
        Vector512.Equals(length, Vector512<double>.Zero), Vector512<double>.Zero, Vector512<double>.One / length);
}
