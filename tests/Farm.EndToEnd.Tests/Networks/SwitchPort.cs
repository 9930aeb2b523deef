using System.Globalization;

namespace Farm.EndToEnd.Tests.Networks;

/// <summary>Where a host is connected: its link's two directions, as the host sees them.</summary>
internal sealed class SwitchPort(int descriptor, byte address, Random outward, Random inward)
{
    public int Descriptor => descriptor;

    public byte Address => address;

    /// <summary>From the host to the network.</summary>
    public LinkDirection Out { get; } = new(outward);

    /// <summary>From the network to the host.</summary>
    public LinkDirection In { get; } = new(inward);

    /// <summary>Sets both directions.</summary>
    public void Set(LinkConditions both) => (Out.Conditions, In.Conditions) = (both, both);

    /// <summary>A port's Ethernet address.</summary>
    public static string AddressOf(byte number) => string.Create(CultureInfo.InvariantCulture, $"02:00:00:00:00:{number:x2}");
}
