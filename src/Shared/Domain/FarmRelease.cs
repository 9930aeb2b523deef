using System.Reflection;

namespace Farm.Domain;

/// <summary>Which Farm this is.</summary>
public static class FarmRelease
{
    /// <summary>Version and, where the build knew it, commit: <c>0.1.0+2822cda…</c>.</summary>
    public static string Text { get; } =
        typeof(FarmRelease).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>The version alone: nodes and coordinators of one farm have the same.</summary>
    public static string Version { get; } = Text.Split('+')[0];
}
