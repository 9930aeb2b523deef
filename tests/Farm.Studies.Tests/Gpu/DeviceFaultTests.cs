using Farm.Domain;
using Farm.Numerics;
using Farm.Numerics.Gpu;
using Farm.Studies.Xor;
using ILGPU.Runtime;

namespace Farm.Studies.Tests.Gpu;

[Collection(GpuTests.Name)]
public sealed class DeviceFaultTests
{
    [Fact]
    public void A_device_that_fails_is_the_nodes_trouble_not_the_trials()
    {
        var runner = new StudyOnDevice(new XorStudy(), new Failing(), Gpus.Of("gpu:cpu")).CreateRunner(LaneWidth.Bits128);

        var said = Assert.Throws<MissingDataException>(() => XorCells.Run(XorCells.Of(""), LaneWidth.Bits128, 0, 1, runner)).Message;

        Assert.Contains("gpu:cpu", said, StringComparison.Ordinal);
        Assert.Contains("fell off the bus", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_cannot_be_opened_refuses_every_cell_of_every_study()
    {
        var catalog = DeviceFault.Studies(BuiltInStudies.Catalog, GpuDevice.Simulated(), new InvalidOperationException("gone"));

        Assert.Equal(BuiltInStudies.Catalog.All.Select(s => s.Description), catalog.All.Select(s => s.Description));
        Assert.Throws<MissingDataException>(() => XorCells.Run(
            XorCells.Of(""), LaneWidth.Bits128, 0, 1, catalog.Find("xor")!.CreateRunner(LaneWidth.Bits128)));
    }

    private sealed class Failing : IGpuTrialStudy, ITrialRunner
    {
        public string Name => "xor";

        public bool NeedsDouble => false;

        public IEnumerable<CellRefusal> Refuse(Cell cell) => [];

        public ITrialRunner CreateRunner(GpuDevice device, LaneWidth width) => this;

        public void Run(Cell cell, ulong seed, TrialColumns columns) => throw new Fault();
    }

    private sealed class Fault() : AcceleratorException("the device fell off the bus")
    {
        public override AcceleratorType AcceleratorType => AcceleratorType.CPU;
    }
}
