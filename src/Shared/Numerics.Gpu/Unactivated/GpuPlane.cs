namespace Farm.Numerics.Gpu.Unactivated;

/// <summary>A plane in a thread's rows, and the units of those of its lines that are wanted.</summary>
/// <param name="walked">Row of v, units in the order in which they are walked.</param>
/// <param name="first">Row of the first coordinate; those of the second one and of β follow.</param>
/// <param name="units">Units: numbers of a row.</param>
/// <param name="from">Unit of the first line.</param>
/// <param name="to">The unit after that of the last.</param>
internal readonly struct GpuPlane(int walked, int first, int units, int from, int to)
{
    /// <summary>Row of v.</summary>
    public readonly int Outer = walked;

    /// <summary>Row of the first coordinate.</summary>
    public readonly int First = first;

    /// <summary>Row of the second one.</summary>
    public readonly int Second = first + units;

    /// <summary>Row of β.</summary>
    public readonly int Offsets = first + 2 * units;

    /// <summary>Unit of the first line.</summary>
    public readonly int From = from;

    /// <summary>The unit after that of the last.</summary>
    public readonly int To = to;
}
