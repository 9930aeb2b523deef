using Farm.Numerics;

namespace Farm.Studies.Networks;

/// <summary>Noise on the batch that the classifier looks at, so that its types do not hang on samples right on a hyperplane.</summary>
internal static class NetworkJitter
{
    /// <summary>Adds normal noise to the inputs that a trainer has loaded.</summary>
    /// <param name="trainer">The trainer, with a batch.</param>
    /// <param name="sigma">Standard deviation, in the inputs' unit.</param>
    /// <param name="key">The cell's stream key.</param>
    /// <param name="trial">The trial's index.</param>
    public static void Add(NetworkTrainer trainer, float sigma, ulong key, ulong trial)
    {
        // Updates and rows count draws under a key of their own: a stream alone has no room for both.
        var (word0, word1, _, _) = Philox.Draw(key, trial, (uint)NetworkStream.Jitter, draw: 0);
        var inputs = trainer.Inputs(0);
        for (var row = 0; row < trainer.BatchRows; row++)
        {
            var numbers = inputs.Row(row);
            InputJitter.Add(numbers, sigma, ((ulong)word1 << 32) | word0, (ulong)trainer.Updates, (uint)row, numbers);
        }
    }
}
