using System.Globalization;

namespace Farm.Studies.Xor;

/// <summary>A trial that does not find a start.</summary>
internal static class XorHopeless
{
    /// <summary>Most starts of one trial that are thrown away: what the column <c>redraws</c> holds.</summary>
    public const int MostRedraws = ushort.MaxValue;

    /// <summary>What is said of it.</summary>
    public static TrialException Of(in XorSettings settings, long trial)
    {
        var asked = settings.Init == "live"
            ? "a start without dead points"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"a start with {(settings.IsDistance ? "distance" : "activation")} margin {settings.Margin}");
        return new TrialException(trial, string.Create(
            CultureInfo.InvariantCulture,
            $"Trial {trial} did not find {asked} at init_std {settings.Sigma} in {MostRedraws + 1} draws: "
            + $"use a smaller margin{(settings.IsDistance ? "" : " or a larger init_std")}."));
    }
}
