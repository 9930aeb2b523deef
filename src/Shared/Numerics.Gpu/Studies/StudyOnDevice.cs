using Farm.Domain;
using Farm.Studies;
using ILGPU.Runtime;

namespace Farm.Numerics.Gpu;

/// <summary>A study that computes on a device.</summary>
/// <param name="study">The study.</param>
/// <param name="path">How; null when it has no kernels.</param>
/// <param name="device">The device.</param>
internal sealed class StudyOnDevice(IStudy study, IGpuTrialStudy? path, GpuDevice device) : IStudy
{
    /// <inheritdoc/>
    public StudyDescription Description => study.Description;

    /// <inheritdoc/>
    public IEnumerable<CellRefusal> Refuse(Cell cell) => DeviceRefusals.Of(study, cell, device);

    /// <inheritdoc/>
    public ITrialRunner CreateRunner(LaneWidth width) =>
        new Runner(study, path?.CreateRunner(device, width), device);

    /// <summary>Refuses cells without a kernel, and binds the device to its worker's thread.</summary>
    private sealed class Runner(IStudy study, ITrialRunner? runner, GpuDevice device) : ITrialRunner
    {
        private Cell? known;

        public int TrialsAtOnce => runner?.TrialsAtOnce ?? 1;

        public void Run(Cell cell, ulong seed, TrialColumns columns)
        {
            if (!cell.Equals(known))
            {
                DeviceRefusals.Check(study, cell, device);
                known = cell;
            }

            try
            {
                device.Bind();
                runner!.Run(cell, seed, columns);
            }
            catch (AcceleratorException e)
            {
                throw DeviceFault.Of(device.Facts, e);
            }
        }
    }
}

/// <summary>A study of long trials that computes on a device.</summary>
/// <param name="study">The study.</param>
/// <param name="path">How; null when it has no kernels.</param>
/// <param name="device">The device.</param>
internal sealed class LongStudyOnDevice(ILongStudy study, IGpuLongStudy? path, GpuDevice device) : ILongStudy
{
    /// <inheritdoc/>
    public StudyDescription Description => study.Description;

    /// <inheritdoc/>
    public IEnumerable<CellRefusal> Refuse(Cell cell) => DeviceRefusals.Of(study, cell, device);

    /// <inheritdoc/>
    public ILongTrialRunner CreateLongRunner(LaneWidth width) =>
        new Runner(study, path?.CreateLongRunner(study, device, width), device);

    private sealed class Runner(ILongStudy study, ILongTrialRunner? runner, GpuDevice device) : ILongTrialRunner
    {
        private Cell? known;

        public byte[]? Advance(in LongTrial trial, ReadOnlySpan<byte> state, long steps, CurveRows curve, TrialColumns columns)
        {
            if (!trial.Cell.Equals(known))
            {
                DeviceRefusals.Check(study, trial.Cell, device);
                known = trial.Cell;
            }

            try
            {
                device.Bind();
                return runner!.Advance(trial, state, steps, curve, columns);
            }
            catch (AcceleratorException e)
            {
                throw DeviceFault.Of(device.Facts, e);
            }
        }
    }
}
