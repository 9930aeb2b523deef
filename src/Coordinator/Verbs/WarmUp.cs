using Dapper;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Verbs;

/// <summary>
/// Work for the second core while the first starts up: what is compiled and loaded here need not be when the first shard
/// or the ledger waits for it. Nothing depends on it.
/// </summary>
internal static class WarmUp
{
    private const int Trials = 16;

    /// <summary>Loads the database's library, while the sweep is being read.</summary>
    public static void Storage() => InBackground("warm-up of storage", () =>
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        connection.QuerySingle<long>("SELECT 1");
    });

    /// <summary>Compiles the kernel of a sweep's first cell, while the ledger is being opened.</summary>
    public static void Kernel(IStudy study, Sweep sweep) => InBackground("warm-up of the kernel", () =>
    {
        if (study is ILongStudy)
        {
            // A slice of it would take a core from the first one that counts.
            return;
        }

        var cell = sweep.Cells[0];
        var rows = Math.Min(Trials, sweep.BlockSize);
        var encoder = new BlockEncoder(study.Description, cell, sweep.Seed, sweep.BlockSize, sweep.Keep);
        var columns = new TrialColumns(encoder.Measurements, rows);
        columns.Begin(0, rows);
        study.CreateRunner(LaneWidths.Widest).Run(cell, sweep.Seed, columns);
        encoder.Encode(columns, 0, rows, 0, 0, TimeSpan.Zero);
    });

    private static void InBackground(string name, Action work) => new Thread(() =>
    {
        try
        {
            work();
        }
#pragma warning disable CA1031 // Whatever fails here fails again where it matters, and is told there.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    })
    {
        Name = name,
        IsBackground = true,
    }.Start();
}
