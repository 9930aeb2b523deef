using Farm.Domain;

namespace Farm.Studies.Devices;

/// <summary>Finds a host's devices.</summary>
public interface IDeviceFinder
{
    /// <summary>Why this program can use none whatever the host has; null when it can.</summary>
    string? Missing { get; }

    /// <summary>What people are told of each device of this host, by what <c>--device</c> calls it.</summary>
    IReadOnlyList<(string Word, string Facts)> All { get; }

    /// <summary>The devices that <c>--device</c> names.</summary>
    /// <param name="word"><c>gpu</c>, <c>gpu:n</c> or <c>gpu:cpu</c>.</param>
    DeviceChoice Choose(string word);

    /// <summary>Why a cell cannot be computed on devices of other hosts, which all have float64; null when it can.</summary>
    CellRefusal? RefusalOf(IStudy study, Cell cell);
}

/// <summary>What was found: devices, or why there are none.</summary>
/// <param name="Devices">One for each slot; none when there is a refusal.</param>
/// <param name="Refusal">One line: what is missing, and how to get it.</param>
public sealed record DeviceChoice(IReadOnlyList<IStudyDevice> Devices, string? Refusal)
{
    /// <summary>
    /// The device of each slot, where every device has some: what the host does for one slot, measuring and encoding, may
    /// take longer than the device takes.
    /// </summary>
    public IReadOnlyList<IStudyDevice> Slots(int ofEach) => [.. Devices.SelectMany(d => Enumerable.Repeat(d, ofEach))];
}
