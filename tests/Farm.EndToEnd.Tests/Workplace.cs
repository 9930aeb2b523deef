using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Farm.EndToEnd.Tests;

/// <summary>An empty folder of its own for one test, with a sweep that takes a few seconds.</summary>
internal sealed class Workplace : IDisposable
{
    /// <summary>Trials of each cell of a sweep that no test sees the end of, on however fast a machine.</summary>
    public const long EndlessTrials = 1_000_000_000;

    private bool isKept;

    public Workplace() => Folder = Directory.CreateTempSubdirectory("farm-e2e-").FullName;

    public string Folder { get; }

    public string Ledger => Path.Combine(Folder, "farm.db");

    /// <summary>Writes a sweep of three cells and returns its path.</summary>
    public string Sweep(long trials, int block = 1024, string more = "")
    {
        var path = Path.Combine(Folder, "sweep.yaml");
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $$"""
            name: kill-me
            study: xor
            seed: 20260101
            trials: {{trials}}
            block: {{block}}
            axes:
              - init: [normal, live]
              - {init: [margin], margin: [0.2]}
            {{more}}
            """));
        return path;
    }

    /// <summary>
    /// Blocks that the ledger got so far, seen by a reader of its own process as any user's tool would; 0 while there is no ledger.
    /// </summary>
    public long Blocks()
    {
        if (!File.Exists(Ledger))
        {
            return 0;
        }

        try
        {
            using var connection = new SqliteConnection($"Data Source={Ledger};Mode=ReadOnly;Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "select coalesce(max(rowid), 0) from blocks";
            return (long)command.ExecuteScalar()!;
        }
        catch (SqliteException)
        {
            // Not yet created, or its writer is just recovering it.
            return 0;
        }
    }

    /// <summary>Waits until the ledger holds so many blocks, or the process has ended.</summary>
    /// <exception cref="TimeoutException">Neither comes about.</exception>
    public void WaitForBlocks(long blocks, FarmProcess farm)
    {
        var watch = Stopwatch.StartNew();
        while (!farm.HasExited && Blocks() < blocks)
        {
            if (watch.Elapsed > FarmProcess.Patience)
            {
                throw new TimeoutException($"The ledger did not grow to {blocks} blocks within {FarmProcess.Patience}.");
            }

            Thread.Yield();
        }
    }

    /// <summary>Leaves the folder for people to look at.</summary>
    public void Keep() => isKept = true;

    public void Dispose()
    {
        if (!isKept)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
