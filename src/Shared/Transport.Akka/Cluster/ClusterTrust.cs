using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Akka.Remote.Transport.DotNetty;
using Farm.Domain;
using Farm.Transport.RabbitMq;
using Farm.Transport.Wire;

namespace Farm.Transport.Akka.Cluster;

/// <summary>
/// How members of an encrypted cluster know each other: each shows a certificate, both ways, for which an authority of the
/// farm's own vouches. Only the one at the cluster's address must also bear its host's name.
/// </summary>
internal sealed class ClusterTrust
{
    private readonly string host;
    private readonly string authorityFile;
    private readonly X509Certificate2Collection authorities;
    private readonly X509Certificate2 own;

    private ClusterTrust(AkkaOptions options)
    {
        host = options.Address.Host;
        authorityFile = options.Certificates?.AuthorityFile
            ?? throw CertificateFiles.Fault(
                "akkas:// needs --ca FILE: an authority of the farm's own, since whoever it vouches for is a member.");
        authorities = CertificateFiles.ReadAuthorities(authorityFile);
        own = CertificateFiles.ReadOwn(options.Certificates.CertificateFile, options.Certificates.KeyFile)?[0]
            ?? throw CertificateFiles.Fault("akkas:// needs --certificate FILE and --key FILE.");
    }

    /// <summary>What the options say; null when nothing is to be encrypted.</summary>
    /// <exception cref="TransportException"><see cref="LinkFault.Refused"/>: a file is missing or does not hold what it should.</exception>
    public static ClusterTrust? Of(AkkaOptions options) => options.Address.IsSecure ? new ClusterTrust(options)
        : options.Certificates is null or { AuthorityFile: null, CertificateFile: null, KeyFile: null } ? null
        : throw CertificateFiles.Fault($"Certificates are of use with akkas:// only: {options.Address} is not encrypted.");

    /// <summary>What Akka is told.</summary>
    public DotNettySslSetup Setup => new(
        own, suppressValidation: false, requireMutualAuthentication: true, (certificate, chain, _, _, _) => WhyNot(certificate, chain) is null);

    /// <summary>How the one at the cluster's address is spoken to before this process joins, to say clearly what is wrong.</summary>
    public SslClientAuthenticationOptions Probe => new()
    {
        TargetHost = host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificates = [own],
        LocalCertificateSelectionCallback = (_, _, _, _, _) => own,
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            var reason = WhyNot(certificate as X509Certificate2, chain);
            if (reason is null && errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            {
                reason = $"it is not for the name '{host}', but for {AuthorityChain.NamesOf((X509Certificate2)certificate!)}.";
            }

            return reason is null ? true : throw new AuthenticationException(WireText.ToLine(
                $"The certificate at {host} is not valid by the authorities in '{authorityFile}': {reason}"));
        },
    };

    private string? WhyNot(X509Certificate2? shown, X509Chain? received) => shown is null
        ? "there is none."
        : AuthorityChain.WhyNot(
            authorities, shown, received, AuthorityChain.ServerAuthentication, AuthorityChain.ClientAuthentication);
}
