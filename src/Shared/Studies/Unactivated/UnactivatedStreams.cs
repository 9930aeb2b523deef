namespace Farm.Studies.Unactivated;

/// <summary>What the study draws from which stream of a trial.</summary>
internal static class UnactivatedStreams
{
    /// <summary>v, then the rows of W, an input each: what slopes are made of.</summary>
    public const uint Slopes = 0;

    /// <summary>b, then c: wanted only where no slope is above 0.</summary>
    public const uint Offsets = 1;

    /// <summary>Signs of v where they are not as likely as not.</summary>
    public const uint Signs = 2;

    /// <summary>Moves of a network's parameters to one near it, first network; the next has the next stream.</summary>
    public const uint FirstJitter = 0x1000;

    /// <summary>Layers of deep networks, the first; the next has the next stream.</summary>
    public const uint FirstLayer = 0x2000;

    /// <summary>Inputs of a cloud, the first chunk; the next has the next stream.</summary>
    public const uint FirstCloud = 0x10000;
}
