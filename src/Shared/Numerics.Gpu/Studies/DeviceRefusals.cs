using Farm.Domain;
using Farm.Studies;

namespace Farm.Numerics.Gpu;

/// <summary>What a device does not compute.</summary>
internal static class DeviceRefusals
{
    /// <summary>Why a cell is refused, by its study or for want of a kernel.</summary>
    public static IEnumerable<CellRefusal> Of(IStudy study, Cell cell, GpuDevice device)
    {
        foreach (var refusal in study.Refuse(cell))
        {
            yield return refusal;
        }

        if (GpuStudies.RefusalOf(study, cell, device.Facts.HasDouble) is { } missing)
        {
            yield return missing;
        }
    }

    /// <summary>A coordinator asks before it orders; this is for one that does not know.</summary>
    /// <exception cref="MissingDataException">There is no kernel: the node refuses the shard.</exception>
    public static void Check(IStudy study, Cell cell, GpuDevice device)
    {
        if (GpuStudies.RefusalOf(study, cell, device.Facts.HasDouble) is { } refusal)
        {
            throw new MissingDataException($"{refusal.Axis}: {refusal.Reason}.");
        }
    }
}
