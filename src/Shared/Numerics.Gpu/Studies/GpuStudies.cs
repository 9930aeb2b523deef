using Farm.Domain;
using Farm.Numerics.Gpu.Dynamics;
using Farm.Numerics.Gpu.Momentum;
using Farm.Numerics.Gpu.Networks;
using Farm.Numerics.Gpu.Unactivated;
using Farm.Numerics.Gpu.Xor;
using Farm.Studies;

namespace Farm.Numerics.Gpu;

/// <summary>The studies that devices can compute, and the catalog of a worker that computes on one.</summary>
public static class GpuStudies
{
    /// <summary>Those with kernels.</summary>
    public static IReadOnlyList<IGpuStudy> All { get; } =
    [
        new XorOnGpu(),
        new MomentumOnGpu(),
        new DynamicsOnGpu("dynamics"),
        new DynamicsOnGpu("dynamics-lattice"),
        new UnactivatedOnGpu(),
        new NetworksOnGpu("regression"),
        new NetworksOnGpu("deep-net"),
    ];

    /// <summary>A catalog whose studies compute on a device, and refuse what has no kernel.</summary>
    public static StudyCatalog With(StudyCatalog catalog, GpuDevice device) =>
        new([.. catalog.All.Select(s => OnDevice(s, device))]);

    /// <summary>Why a cell cannot be computed on devices; null when it can.</summary>
    /// <param name="study">Its study.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="hasDouble">Whether the devices have float64.</param>
    public static CellRefusal? RefusalOf(IStudy study, Cell cell, bool hasDouble)
    {
        var name = study.Description.Name;
        return Find(name) is not { } path
            ? new CellRefusal("study", $"study {name} has no kernel for a GPU; use --device cpu")
            : path.NeedsDouble && !hasDouble
                ? new CellRefusal("study", $"study {name} computes in float64, which the device does not have; use --device cpu")
                : path.Refuse(cell).FirstOrDefault();
    }

    private static IGpuStudy? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    private static IStudy OnDevice(IStudy study, GpuDevice device) => study is ILongStudy trials
        ? new LongStudyOnDevice(trials, Find(study.Description.Name) as IGpuLongStudy, device)
        : new StudyOnDevice(study, Find(study.Description.Name) as IGpuTrialStudy, device);
}
