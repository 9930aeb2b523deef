using Akka.Remote.Transport.DotNetty;

namespace Farm.Transport.Akka.Cluster;

/// <summary>How processes of an encrypted cluster know each other.</summary>
internal static class ClusterTrust
{
    /// <summary>What Akka is told of certificates; null when nothing is encrypted.</summary>
    public static DotNettySslSetup? SetupOf(AkkaOptions options) => options.Address.IsSecure
        ? throw new TransportException(Domain.LinkFault.Refused, "akkas:// is not there yet.")
        : null;
}
