namespace Farm.EndToEnd.Tests;

public sealed class StorageFaultTests
{
    private const string NeedsRoot = "Mounting a tmpfs needs root.";

    [SkippableFact]
    public void A_full_disk_stops_the_sweep_and_once_there_is_room_it_goes_on_with_nothing_lost()
    {
        using var disk = Mounted.TryCreate(1500);
        Skip.If(disk is null, NeedsRoot);
        using var place = new Workplace();
        var sweep = place.Sweep(200_000);
        var small = Path.Combine(disk.Folder, "farm.db");

        FarmProcess.Run(place.Folder, "run", sweep, "--ledger", small).Expect(ExitCode.Storage).ExpectLine("full");

        File.Move(small, place.Ledger);
        foreach (var rest in Directory.GetFiles(disk.Folder, "farm.db-*"))
        {
            File.Move(rest, Path.Combine(place.Folder, Path.GetFileName(rest)));
        }

        var kept = place.Blocks();
        Assert.True(kept > 0, "What was acknowledged before the disk was full is there.");
        FarmProcess.Run(place.Folder, "run", sweep).Expect(ExitCode.Good);
        FarmProcess.Run(place.Folder, "audit", "--fraction", "1").Expect(ExitCode.Good);
    }

    [SkippableFact]
    public void A_read_only_folder_refuses_a_run_and_lets_a_finished_ledger_be_read()
    {
        using var disk = Mounted.TryCreate(8000);
        Skip.If(disk is null, NeedsRoot);
        using var place = new Workplace();
        var ledger = Path.Combine(disk.Folder, "farm.db");
        FarmProcess.Run(place.Folder, "run", place.Sweep(2_000), "--ledger", ledger).Expect(ExitCode.Good);
        disk.MakeReadOnly();

        FarmProcess.Run(place.Folder, "run", place.Sweep(3_000), "--amend", "--ledger", ledger)
            .Expect(ExitCode.Storage).ExpectLine("read-only");
        var results = FarmProcess.Run(place.Folder, "results", "--ledger", ledger, "--format", "csv").Expect(ExitCode.Good);
        Assert.Equal(4, results.Output.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("results")]
    public void A_truncated_ledger_is_refused_and_left_as_it_is(string verb)
    {
        using var place = new Workplace();
        var sweep = place.Sweep(100_000);
        FarmProcess.Run(place.Folder, "run", sweep).Expect(ExitCode.Good);
        using (var file = File.OpenWrite(place.Ledger))
        {
            file.SetLength(file.Length / 2);
        }

        var cut = File.ReadAllBytes(place.Ledger);
        FarmProcess.Run(place.Folder, verb == "run" ? ["run", sweep] : [verb])
            .Expect(ExitCode.Storage).ExpectLine("truncated");
        Assert.Equal(cut, File.ReadAllBytes(place.Ledger));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("results")]
    public void A_file_that_is_no_ledger_is_refused_and_left_as_it_is(string verb)
    {
        using var place = new Workplace();
        var sweep = place.Sweep(2_000);
        File.WriteAllText(place.Ledger, "my shopping list, and quite a long one it is, with milk, eggs and bread");
        FarmProcess.Run(place.Folder, verb == "run" ? ["run", sweep] : [verb])
            .Expect(ExitCode.Storage).ExpectLine("no ledger");
        Assert.StartsWith("my shopping list", File.ReadAllText(place.Ledger), StringComparison.Ordinal);
    }

    [Fact]
    public void A_ledger_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        using var place = new Workplace();
        var sweep = place.Sweep(2_000);
        FarmProcess.Run(place.Folder, "run", sweep).Expect(ExitCode.Good);
        using (var file = File.OpenWrite(place.Ledger))
        {
            // SQLite keeps user_version at byte 60 of the file's header, big-endian.
            file.Position = 60;
            file.Write([0, 0, 3, 231]);
        }

        FarmProcess.Run(place.Folder, "run", sweep).Expect(ExitCode.Storage).ExpectLine("newer");
        FarmProcess.Run(place.Folder, "status").Expect(ExitCode.Storage).ExpectLine("newer");
    }

    [Fact]
    public void A_sweep_whose_starts_cannot_be_drawn_sets_blocks_aside_and_finishes_the_others()
    {
        using var place = new Workplace();
        var sweep = place.Sweep(2_000, more: "  - {init: [margin], margin: [0.3], init_std: [0.06]}");
        FarmProcess.Run(place.Folder, "run", sweep).Expect(ExitCode.SetAside).ExpectLine("set aside");
        FarmProcess.Run(place.Folder, "run", sweep).Expect(ExitCode.SetAside);
        FarmProcess.Run(place.Folder, "run", sweep, "--retry-set-aside").Expect(ExitCode.SetAside);
        Assert.Equal(3 * 2, place.Blocks());
    }
}
