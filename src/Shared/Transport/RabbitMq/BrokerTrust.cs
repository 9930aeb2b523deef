using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Farm.Transport.Wire;

namespace Farm.Transport.RabbitMq;

/// <summary>Decides whether a broker is the one that was asked for.</summary>
internal sealed class BrokerTrust
{
    private readonly string host;
    private readonly string? authorityFile;
    private readonly X509Certificate2Collection? authorities;

    /// <summary>
    /// Trust in what the authorities of a file vouch for; in what the system's do when there is no file.
    /// </summary>
    /// <exception cref="TransportException">The file cannot be read or holds no certificate.</exception>
    public BrokerTrust(string host, string? authorityFile)
    {
        this.host = host;
        this.authorityFile = authorityFile;
        authorities = authorityFile is null ? null : CertificateFiles.ReadAuthorities(authorityFile);
    }

    /// <summary>Accepts a broker's certificate.</summary>
    /// <returns>True; a certificate that is not accepted throws.</returns>
    /// <exception cref="AuthenticationException">Why it is not accepted: one line for people.</exception>
    public bool Accept(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            throw Fault("The broker shows no certificate.");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            throw Fault($"The broker's certificate is not for the name '{host}', but for {AuthorityChain.NamesOf(shown)}.");
        }

        if (authorities is not null)
        {
            AcceptOwn(shown, chain);
        }
        else if (errors != SslPolicyErrors.None)
        {
            throw Fault(
                $"The broker's certificate is not valid here: {AuthorityChain.ReasonsOf(chain)} "
                + "Its authority's certificate can be given with --ca FILE.");
        }

        return true;
    }

    private void AcceptOwn(X509Certificate2 shown, X509Chain? received)
    {
        if (AuthorityChain.WhyNot(authorities!, shown, received, AuthorityChain.ServerAuthentication) is { } reason)
        {
            throw Fault($"The broker's certificate is not valid by the authorities in '{authorityFile}': {reason}");
        }
    }

    /// <summary>What a certificate says is a stranger's text, until it is accepted.</summary>
    private static AuthenticationException Fault(string message) => new(WireText.ToLine(message));
}
