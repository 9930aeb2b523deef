namespace Farm.Domain;

/// <summary>
/// The exact interval for a probability (Clopper and Pearson, Biometrika 26, 1934): the probabilities under which
/// neither "as many or more" nor "as many or fewer" successes are rarer than half the error. It never covers less
/// often than its confidence says.
/// </summary>
public static class ClopperPearson
{
    /// <summary>The interval for k successes of n trials; [0, 1] for no trials.</summary>
    /// <param name="successes">k, from 0 to n.</param>
    /// <param name="trials">n, at least 0; exact and fast up to 10⁹ and beyond.</param>
    /// <param name="confidence">Between 0 and 1; 0.99 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static Interval Interval(long successes, long trials, double confidence = Domain.Interval.DefaultConfidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        var tail = Domain.Interval.TailOf(confidence);
        if (trials == 0)
        {
            return new Interval(0, 1);
        }

        // The rarer of the two outcomes is solved for, where its probability keeps all its digits.
        if (successes > trials - successes)
        {
            var mirrored = Rare(trials - successes, trials, tail);
            return new Interval(1 - mirrored.High, 1 - mirrored.Low);
        }

        return Rare(successes, trials, tail);
    }

    private static Interval Rare(long k, long n, double tail) => new(
        k == 0 ? 0 : BetaQuantile.Lower(k, n - k + 1, tail),
        k == 0 ? -IncompleteBeta.ExpMinusOne(Math.Log(tail) / n) : BetaQuantile.Upper(k + 1, n - k, tail));
}
