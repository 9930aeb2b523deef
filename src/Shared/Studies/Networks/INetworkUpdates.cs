using Farm.Numerics;

namespace Farm.Studies.Networks;

/// <summary>Makes updates of a trainer in a row somewhere else, with the trainer's bits or near them.</summary>
internal interface INetworkUpdates
{
    /// <summary>Makes updates; the trainer's parameters, moments and count of updates go on by those that were made.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="batches">Samples of each update, as many numbers for each as a batch has at most.</param>
    /// <param name="batchRows">How many of each update's numbers count.</param>
    /// <returns>How many were made: fewer than asked for where the loss before the next one is not finite.</returns>
    int Make(NetworkTrainer trainer, ReadOnlySpan<int> batches, ReadOnlySpan<int> batchRows);
}
