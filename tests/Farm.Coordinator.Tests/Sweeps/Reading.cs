using System.Text;
using Farm.Coordinator.Sweeps;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Sweeps;

/// <summary>Short ways to read sweeps in tests.</summary>
internal static class Reading
{
    public static StudyCatalog Studies { get; } = new(new MeshStudy());

    public static SweepReading Of(string text, SweepOverrides? overrides = null) =>
        Of(Encoding.UTF8.GetBytes(text), overrides);

    public static SweepReading Of(byte[] bytes, SweepOverrides? overrides = null) =>
        SweepReader.ReadBytes(bytes, "s.yaml", overrides ?? SweepOverrides.None, Studies);

    /// <summary>A good sweep's keys, one line each, then whatever comes below: the first line of it is line 5.</summary>
    public static string Head(string below) => $"name: a\nstudy: mesh\nseed: 1\ntrials: 1000\n{below}";

    public static string[] Errors(SweepReading reading) => [.. reading.Errors.Select(e => e.ToString())];
}
