using Farm.Transport.RabbitMq;

namespace Farm.Transport.Tests.Akka;

/// <summary>An authority and the files of its members.</summary>
internal sealed class SecuredCluster : IDisposable
{
    private readonly TestAuthority authority = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("farm-cluster-");

    public SecuredCluster() => Authority = Write("ca.pem", authority.Pem);

    /// <summary>The authority's file.</summary>
    public string Authority { get; }

    /// <summary>Files of a member, good for the name localhost.</summary>
    /// <param name="usages">What its certificate is good for; everything when none is named.</param>
    public BrokerCertificates Member(params string[] usages)
    {
        var (certificate, key) = authority.Issue("localhost", usages);
        return new BrokerCertificates(Authority, Write("member.pem", certificate), Write("member.key", key));
    }

    public void Dispose()
    {
        authority.Dispose();
        folder.Delete(recursive: true);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, $"{Guid.NewGuid():N}-{name}");
        File.WriteAllText(path, text);
        return path;
    }
}
