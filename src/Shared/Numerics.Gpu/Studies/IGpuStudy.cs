using Farm.Domain;
using Farm.Studies;

namespace Farm.Numerics.Gpu;

/// <summary>How a study's cells are computed on a device.</summary>
public interface IGpuStudy
{
    /// <summary>The study's name.</summary>
    string Name { get; }

    /// <summary>Whether its kernels compute in float64.</summary>
    bool NeedsDouble { get; }

    /// <summary>Why a cell, which the study itself takes, cannot be computed on a device; empty when it can.</summary>
    IEnumerable<CellRefusal> Refuse(Cell cell);
}

/// <summary>A study whose runs of trials are computed on a device.</summary>
public interface IGpuTrialStudy : IGpuStudy
{
    /// <summary>A runner for one worker.</summary>
    /// <param name="device">The worker's device.</param>
    /// <param name="width">The SIMD width for what the host does.</param>
    ITrialRunner CreateRunner(GpuDevice device, LaneWidth width);
}

/// <summary>A study of long trials whose slices are computed on a device.</summary>
public interface IGpuLongStudy : IGpuStudy
{
    /// <summary>A runner for one worker.</summary>
    /// <param name="study">The study.</param>
    /// <param name="device">The worker's device.</param>
    /// <param name="width">The SIMD width for what the host does.</param>
    ILongTrialRunner CreateLongRunner(ILongStudy study, GpuDevice device, LaneWidth width);
}
