namespace Farm.EndToEnd.Tests;

public sealed class InterruptionTests
{
    [Theory]
    [InlineData(SignalNumber.Interrupt, ExitCode.Interrupted)]
    [InlineData(SignalNumber.Terminate, ExitCode.Terminated)]
    public void An_interrupted_sweep_ends_cleanly_says_so_and_resumes(int signal, ExitCode code)
    {
        using var place = new Workplace();
        var sweep = place.Sweep(Workplace.EndlessTrials);
        using (var farm = FarmProcess.Start(place.Folder, "run", sweep))
        {
            place.WaitForBlocks(1, farm);
            farm.Signal(signal);
            farm.Wait().Expect(code).ExpectLine("resume");
        }

        Assert.False(File.Exists(place.Ledger + "-wal"), "A clean stop leaves one file.");
        var kept = place.Blocks();
        Assert.True(kept > 0);
        using var again = FarmProcess.Start(place.Folder, "run", sweep);
        place.WaitForBlocks(kept + 1, again);
        Assert.False(again.HasExited);
    }

    [Fact]
    public void A_second_coordinator_is_refused_and_the_first_goes_on()
    {
        using var place = new Workplace();
        var sweep = place.Sweep(Workplace.EndlessTrials);
        using var first = FarmProcess.Start(place.Folder, "run", sweep);
        place.WaitForBlocks(1, first);

        FarmProcess.Run(place.Folder, "run", sweep).Expect(ExitCode.InUse)
            .ExpectLine(first.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));

        var seen = place.Blocks();
        place.WaitForBlocks(seen + 1, first);
        Assert.False(first.HasExited);
    }

    [Fact]
    public void Readers_look_on_while_a_sweep_is_computed()
    {
        using var place = new Workplace();
        using var farm = FarmProcess.Start(place.Folder, "run", place.Sweep(Workplace.EndlessTrials));
        place.WaitForBlocks(1, farm);
        foreach (var verb in (string[])["status", "results", "sweeps"])
        {
            FarmProcess.Run(place.Folder, verb).Expect(ExitCode.Good);
        }

        Assert.False(farm.HasExited);
    }

    [Fact]
    public void A_lock_file_that_a_dead_process_left_is_no_obstacle()
    {
        using var place = new Workplace();
        File.WriteAllText(place.Ledger + ".lock", "host elsewhere, process 999999, since 2026-01-01");
        FarmProcess.Run(place.Folder, "run", place.Sweep(2_000)).Expect(ExitCode.Good);
    }
}
