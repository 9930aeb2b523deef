using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Verbs;

/// <summary><c>--device</c>: who computes, what is stored of it, and what is refused.</summary>
public sealed class DeviceTests : IDisposable
{
    private readonly CoinFarm farm = new();

    public void Dispose() => farm.Dispose();

    [Theory]
    [InlineData("gpu")]
    [InlineData("gpu:1")]
    [InlineData("gpu:cpu")]
    public void A_build_without_gpus_says_in_one_line_how_to_get_one_with_them(string device)
    {
        var answer = farm.Run("run", farm.SweepFile, "--device", device);

        Assert.Equal(ExitCode.BadInput, answer.Code);
        var line = Assert.Single(answer.ErrorLines);
        Assert.Contains($"--device {device}", line, StringComparison.Ordinal);
        Assert.Contains("-p:FarmFull=true", line, StringComparison.Ordinal);
        Assert.Contains("use --device cpu", line, StringComparison.Ordinal);
        Assert.False(File.Exists(farm.Ledger));
    }

    [Theory]
    [InlineData("gpu:")]
    [InlineData("gpu:one")]
    [InlineData("gpus")]
    public void A_word_that_names_no_device_is_refused(string device) => Assert.Contains(
        "neither cpu nor gpu", Assert.Single(farm.Run("run", farm.SweepFile, "--device", device).ErrorLines), StringComparison.Ordinal);

    [Fact]
    public void Every_gpu_is_a_slot_and_its_blocks_say_so()
    {
        var devices = new PaperDevices(2);
        var answer = farm.RunWith(devices, "run", farm.SweepFile, "--device", "gpu");

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Contains("2 GPU slots", answer.Error, StringComparison.Ordinal);
        Assert.All(Workers(), w => Assert.Equal(("ilgpu-cuda", $"gpu:{w.Slot} Paper"), (w.Backend, w.Device)));
        Assert.Equal(0, devices.Open);
        using var other = new CoinFarm();
        other.RunSweep();
        Assert.Equal(other.Run("trials", "--cell", "side=edge,bias=0.25").Output, farm.Run("trials", "--cell", "side=edge,bias=0.25").Output);
    }

    [Fact]
    public void One_gpu_can_be_named()
    {
        Assert.Equal(ExitCode.Good, farm.RunWith(new PaperDevices(3), "run", farm.SweepFile, "--device", "gpu:2").Code);
        Assert.Equal("gpu:2 Paper", Assert.Single(Workers().Select(w => w.Device).Distinct()));
        Assert.Equal(
            ExitCode.BadInput, farm.RunWith(new PaperDevices(3), "run", farm.SweepFile, "--device", "gpu:3").Code);
    }

    [Fact]
    public void A_cell_without_a_kernel_is_refused_before_anything_starts()
    {
        var answer = farm.RunWith(new PaperDevices(1, takesEdges: false), "run", farm.SweepFile, "--device", "gpu");

        Assert.Equal(ExitCode.BadInput, answer.Code);
        var line = Assert.Single(answer.ErrorLines);
        Assert.Contains("side: edges have no kernel", line, StringComparison.Ordinal);
        Assert.Contains("--device cpu", line, StringComparison.Ordinal);
        Assert.False(File.Exists(farm.Ledger));
    }

    [Fact]
    public void A_gpu_may_have_several_slots()
    {
        var answer = farm.RunWith(new PaperDevices(2), "run", farm.SweepFile, "--device", "gpu", "--threads", "3");

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Contains("6 GPU slots", answer.Error, StringComparison.Ordinal);
        Assert.All(Workers(), w => Assert.Equal(FormattableString.Invariant($"gpu:{w.Slot / 3} Paper"), w.Device));
    }

    [Fact]
    public void A_sweep_may_go_on_by_another_kind_without_any_incident()
    {
        farm.RunSweep("--trials", "100");
        var answer = farm.RunWith(new PaperDevices(1, "ilgpu-opencl-near"), "run", farm.SweepFile, "--amend", "--device", "gpu");

        Assert.Equal(ExitCode.Good, answer.Code);
        Assert.Equal(2, Workers().Select(w => w.Backend).Distinct().Count());
        var audit = farm.Run("audit", "--fraction", "1");
        Assert.Equal(ExitCode.Good, audit.Code);
        Assert.Matches("no two results disagree +good +0 incidents", audit.Output);
        Assert.Contains("were not compared", audit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_gpus_of_a_host_are_listed()
    {
        var answer = new CommandLine(new(), new PaperDevices(2)).Run("devices");
        Assert.Contains("gpu:0", answer.Output, StringComparison.Ordinal);
        Assert.Contains("gpu:1", answer.Output, StringComparison.Ordinal);
        Assert.Contains("-p:FarmFull=true", new CommandLine(new()).Run("devices").Output, StringComparison.Ordinal);
    }

    private List<WorkerName> Workers()
    {
        using var ledger = SqliteLedgerReader.Open(farm.Ledger);
        var sweep = ledger.Sweeps()[0].Sweep;
        return [.. sweep.Cells.SelectMany(c => ledger.Blocks(c, sweep.Seed, sweep.BlockSize)).Select(b => b.By).Distinct()];
    }
}
