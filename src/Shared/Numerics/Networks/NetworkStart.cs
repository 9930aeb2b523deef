namespace Farm.Numerics;

/// <summary>The law that weights are drawn from, by a map's fan-in n and fan-out m.</summary>
public enum InitialLaw
{
    /// <summary>Weights and biases U(−1/√n, 1/√n): the usual one of linear layers, PyTorch's among them.</summary>
    Uniform,

    /// <summary>Weights U(−√(6/n), √(6/n)), biases 0 (He et al. 2015).</summary>
    HeUniform,

    /// <summary>Weights N(0, 2/n), biases 0 (He et al. 2015).</summary>
    HeNormal,

    /// <summary>Weights U(−√(6/(n + m)), √(6/(n + m))), biases 0 (Glorot and Bengio 2010).</summary>
    Xavier,
}

/// <summary>How a network's parameters are drawn.</summary>
/// <param name="Law">The law of all weights, the outputs' among them.</param>
public sealed record NetworkStart(InitialLaw Law)
{
    /// <summary>
    /// Whether hidden units come in pairs, w and −w, b and −b, so that every input that is not on its hyperplane activates
    /// one of the two. The last unit of an odd width has no partner.
    /// </summary>
    public bool IsMirrored { get; init; }

    /// <summary>What every drawn number is multiplied by.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>Draws weights and biases; shifts become 0. Gains are the trainer's to set.</summary>
    /// <remarks>
    /// Numbers are drawn in the order of the maps and within a map row by row, weights before biases, the outputs last, from
    /// one stream: a function of its arguments alone.
    /// </remarks>
    /// <param name="parameters">What is filled.</param>
    /// <param name="key">A cell's stream key.</param>
    /// <param name="trial">The trial's index.</param>
    /// <param name="stream">The stream to draw from, used by nothing else.</param>
    public void Fill(NetworkParameters parameters, ulong key, ulong trial, uint stream)
    {
        var shape = parameters.Shape;
        var draws = new Draws(key, trial, stream);
        for (var map = 0; map < shape.Maps; map++)
        {
            var weights = parameters.Weights(map);
            Fill(weights, weights.Rows, weights.Columns, draws);
            Mirror(weights, shape);
            if (shape.HasBias(map))
            {
                FillBiases(parameters.Biases(map), weights.Rows, draws);
                Mirror(parameters.Biases(map), shape);
            }
        }

        for (var layer = 0; shape.IsResidual && layer < shape.Depth; layer++)
        {
            parameters.Shifts(layer).Row(0).Clear();
        }

        Fill(parameters.OutputWeights, shape.Width, shape.Outputs, draws);
        FillBiases(parameters.OutputBiases, shape.Width, draws);
    }

    /// <summary>Draws one hidden unit anew by the same law: the weights and, where its map has one, the bias.</summary>
    /// <remarks>A unit of a mirrored pair is drawn alone.</remarks>
    /// <param name="parameters">Where the unit is.</param>
    /// <param name="map">The unit's map.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="key">A key of draws.</param>
    /// <param name="trial">Whatever tells these draws from others under the key.</param>
    /// <param name="stream">The same.</param>
    public void FillUnit(NetworkParameters parameters, int map, int unit, ulong key, ulong trial, uint stream)
    {
        var (weights, draws) = (parameters.Weights(map), new Draws(key, trial, stream));
        var width = WidthOf(weights.Rows, weights.Columns);
        for (var row = 0; row < weights.Rows; row++)
        {
            weights.Row(row)[unit] = Draw(width, draws);
        }

        if (parameters.Shape.HasBias(map))
        {
            parameters.Biases(map).Row(0)[unit] = Law == InitialLaw.Uniform ? Draw(WidthOf(weights.Rows, 1), draws) : 0;
        }
    }

    private void Fill(Matrix weights, int fanIn, int fanOut, Draws draws)
    {
        var width = WidthOf(fanIn, fanOut);
        for (var row = 0; row < weights.Rows; row++)
        {
            foreach (ref var weight in weights.Row(row))
            {
                weight = Draw(width, draws);
            }
        }
    }

    /// <summary>Half the width of a uniform law, or the standard deviation of a normal one.</summary>
    private float WidthOf(int fanIn, int fanOut) => (float)Math.Sqrt(Law switch
    {
        InitialLaw.Uniform => 1.0 / fanIn,
        InitialLaw.HeUniform => 6.0 / fanIn,
        InitialLaw.HeNormal => 2.0 / fanIn,
        _ => 6.0 / (fanIn + fanOut),
    });

    private float Draw(float width, Draws draws) =>
        Scale * (width * (Law == InitialLaw.HeNormal ? draws.Normal() : draws.Symmetric()));

    private void FillBiases(Matrix biases, int fanIn, Draws draws)
    {
        if (Law != InitialLaw.Uniform)
        {
            biases.Row(0).Clear();
            return;
        }

        Fill(biases, fanIn, 1, draws);
    }

    private void Mirror(Matrix matrix, NetworkShape shape)
    {
        for (var row = 0; IsMirrored && row < matrix.Rows; row++)
        {
            var numbers = matrix.Row(row);
            for (var unit = 1; unit < shape.Width; unit += 2)
            {
                numbers[unit] = -numbers[unit - 1];
            }
        }
    }

    /// <summary>One stream's numbers, one after the other.</summary>
    private sealed class Draws(ulong key, ulong trial, uint stream)
    {
        private readonly float[] words = new float[8];
        private readonly float[] numbers = new float[8];
        private uint draw;
        private int used = 8;

        /// <summary>Uniform in (−1, 1].</summary>
        public float Symmetric()
        {
            if (used == numbers.Length)
            {
                Take();
                for (var at = 0; at < words.Length; at += Lanes128.Count)
                {
                    var u = UniformDraw.Of(Lanes128.Load(ref words[at]));
                    Lanes128.Store(Lanes128.FusedMultiplyAdd(Lanes128.Of(2), u, Lanes128.Of(-1)), ref numbers[at]);
                }
            }

            return numbers[used++];
        }

        /// <summary>Normal of mean 0 and variance 1.</summary>
        public float Normal()
        {
            if (used == numbers.Length)
            {
                Take();
                NormalPair.Of(Lanes128.Load(ref words[0]), Lanes128.Load(ref words[4]), out var first, out var second);
                Lanes128.Store(first, ref numbers[0]);
                Lanes128.Store(second, ref numbers[4]);
            }

            return numbers[used++];
        }

        private void Take()
        {
            for (var half = 0; half < 8; half += 4)
            {
                var (word0, word1, word2, word3) = Philox.Draw(key, trial, stream, draw++);
                words[half] = BitConverter.UInt32BitsToSingle(word0);
                words[half + 1] = BitConverter.UInt32BitsToSingle(word1);
                words[half + 2] = BitConverter.UInt32BitsToSingle(word2);
                words[half + 3] = BitConverter.UInt32BitsToSingle(word3);
            }

            used = 0;
        }
    }
}
