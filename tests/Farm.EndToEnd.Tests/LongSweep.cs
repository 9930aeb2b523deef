
namespace Farm.EndToEnd.Tests;

/// <summary>A sweep whose trials never stop early: a fraction of a millisecond each, with all figures kept.</summary>
internal static class LongSweep
{
    public const int Cells = 3;

    /// <summary>The cells, as selections.</summary>
    public static IReadOnlyList<string> Selections { get; } = ["init=normal", "init=live", "init=margin"];

    /// <summary>Writes the sweep and gives its path.</summary>
    /// <param name="place">Where.</param>
    /// <param name="trials">Trials of each of the three cells.</param>
    /// <param name="block">Trials of a block.</param>
    public static string Write(Workplace place, long trials, int block) => place.Sweep(
        trials, block, "keep: all\nfixed: {max_epochs: 65535, stop_loss: 0, patience: 65535, min_improvement: 0}");

    /// <summary>Blocks of all cells.</summary>
    public static long Blocks(long trials, int block) => Cells * ((trials + block - 1) / block);

    /// <summary>Computes the sweep in one process that nothing disturbs.</summary>
    public static void RunCalmly(Workplace place, long trials, int block)
    {
        // A storm of hours has a sweep of hours.
        var patience = FarmProcess.Patience + TimeSpan.FromMilliseconds(Cells * trials);
        using var farm = FarmProcess.Start(place.Folder, "run", Write(place, trials, block), "--threads", "2");
        farm.Wait(patience).Expect(ExitCode.Good);
    }
}
