using System.Globalization;

namespace Farm.Bench;

/// <summary>What all processes of this machine have used since it started, as Linux counts it.</summary>
/// <param name="Processor">Processor time.</param>
/// <param name="LoopbackBytes">Bytes that went over the loopback device.</param>
internal readonly record struct MachineUse(TimeSpan Processor, long LoopbackBytes)
{
    /// <summary>Units of /proc/stat in a second; a constant of the kernel's interface.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Columns of /proc/stat in which someone works: user, nice, system, irq, softirq.</summary>
    private static readonly int[] Working = [1, 2, 3, 6, 7];

    public static MachineUse Now()
    {
        var times = Fields(File.ReadLines("/proc/stat").First());
        var loopback = Fields(File.ReadLines("/proc/net/dev").First(l => l.TrimStart().StartsWith("lo:", StringComparison.Ordinal)));
        return new MachineUse(
            TimeSpan.FromSeconds(Working.Sum(c => Number(times[c])) / TicksPerSecond),
            Number(loopback[1]));
    }

    public static MachineUse operator -(MachineUse later, MachineUse earlier) =>
        new(later.Processor - earlier.Processor, later.LoopbackBytes - earlier.LoopbackBytes);

    private static string[] Fields(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
