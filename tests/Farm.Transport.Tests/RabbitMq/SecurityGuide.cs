using Farm.Testing;

namespace Farm.Transport.Tests.RabbitMq;

/// <summary>The commands of <c>docs/SECURITY.md</c>, read from it, so that what it says is what is tested.</summary>
internal static class SecurityGuide
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(RepositoryFolder.Path, "docs", "SECURITY.md"));

    /// <summary>Makes an authority and the certificates of a broker and a node.</summary>
    public static string CertificateCommands => Block("## TLS", "sh");

    /// <summary>The broker's configuration.</summary>
    public static string Configuration => Block("## TLS", "ini");

    /// <summary>Makes passwords and credentials files.</summary>
    public static string CredentialCommands => Block("## Credentials", "sh");

    /// <summary>Makes users and their permissions.</summary>
    public static string PermissionCommands => Block("## Permissions", "sh");

    /// <summary>The first block of a language below a heading.</summary>
    private static string Block(string heading, string language)
    {
        var start = Array.IndexOf(Lines, "```" + language, Array.IndexOf(Lines, heading)) + 1;
        return string.Join('\n', Lines[start..Array.IndexOf(Lines, "```", start)]) + "\n";
    }
}
