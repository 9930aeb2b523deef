using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farm.Transport.Wire;

namespace Farm.Transport.RabbitMq;

/// <summary>Decides whether a broker is the one that was asked for.</summary>
internal sealed class BrokerTrust
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
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
            throw Fault($"The broker's certificate is not for the name '{host}', but for {NamesOf(shown)}.");
        }

        if (authorities is not null)
        {
            AcceptOwn(shown, chain);
        }
        else if (errors != SslPolicyErrors.None)
        {
            throw Fault(
                $"The broker's certificate is not valid here: {Reasons(chain)} "
                + "Its authority's certificate can be given with --ca FILE.");
        }

        return true;
    }

    /// <summary>Builds the chain anew, to the file's authorities alone.</summary>
    private void AcceptOwn(X509Certificate2 shown, X509Chain? received)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));

        // An authority of one's own publishes no lists of revoked certificates: replacing its file is what revokes.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        foreach (var authority in authorities!)
        {
            var isRoot = authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData);
            (isRoot ? chain.ChainPolicy.CustomTrustStore : chain.ChainPolicy.ExtraStore).Add(authority);
        }

        if (received is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(received.ChainPolicy.ExtraStore);
        }

        if (!chain.Build(shown))
        {
            throw Fault(
                $"The broker's certificate is not valid by the authorities in '{authorityFile}': {Reasons(chain)}");
        }
    }

    /// <summary>What a certificate says is a stranger's text, until it is accepted.</summary>
    private static AuthenticationException Fault(string message) => new(WireText.ToLine(message));

    private static string NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(a => a.ToString())))
            .ToArray();
        return names.Length > 0 ? string.Join(", ", names) : certificate.Subject;
    }

    private static string Reasons(X509Chain? chain)
    {
        var reasons = chain?.ChainStatus.Select(s => s.StatusInformation.Trim().TrimEnd('.'))
            .Where(r => r.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        return reasons is { Length: > 0 } ? string.Join("; ", reasons) + "." : "no authority here vouches for it.";
    }
}
