using System.Reflection;

namespace Farm.Coordinator.Terminal;

/// <summary>Which program this is.</summary>
internal static class ProgramVersion
{
    /// <summary>Version and, where the build knew it, commit: <c>0.1.0+2822cda…</c>.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
