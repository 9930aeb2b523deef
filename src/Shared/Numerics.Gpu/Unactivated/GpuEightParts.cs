namespace Farm.Numerics.Gpu.Unactivated;

/// <summary>The sum of eight parts in the order of <see cref="EightParts"/>, as they come one after the other.</summary>
internal struct GpuEightParts
{
    /// <summary>How many.</summary>
    public const int Count = 8;

    private GpuDouble two;
    private GpuDouble four;

    /// <summary>The sum, once all parts are added.</summary>
    public GpuDouble Sum { get; private set; }

    /// <summary>Adds a part.</summary>
    /// <param name="part">Which one; 0 begins anew.</param>
    /// <param name="number">What it is.</param>
    public void Add(int part, GpuDouble number)
    {
        two = (part & 1) == 0 ? number : two + number;
        if ((part & 1) != 0)
        {
            four = (part & 2) == 0 ? two : four + two;
        }

        if ((part & 3) == 3)
        {
            Sum = (part & 4) == 0 ? four : Sum + four;
        }
    }
}
