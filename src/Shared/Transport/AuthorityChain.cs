using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Farm.Transport;

/// <summary>Whether authorities of a user's own vouch for a certificate.</summary>
internal static class AuthorityChain
{
    /// <summary>The usage of who is connected to.</summary>
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>The usage of who connects.</summary>
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Builds the chain from a certificate to the authorities, and to no others.</summary>
    /// <param name="authorities">The authorities, and intermediate ones.</param>
    /// <param name="shown">The certificate.</param>
    /// <param name="received">The chain that came with it; null when none did.</param>
    /// <param name="usages">What it must be good for.</param>
    /// <returns>Why it is not valid, in one line; null when it is.</returns>
    public static string? WhyNot(
        X509Certificate2Collection authorities, X509Certificate2 shown, X509Chain? received, params ReadOnlySpan<string> usages)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var usage in usages)
        {
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid(usage));
        }

        // An authority of one's own publishes no lists of revoked certificates: replacing its file is what revokes.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        foreach (var authority in authorities)
        {
            var isRoot = authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData);
            (isRoot ? chain.ChainPolicy.CustomTrustStore : chain.ChainPolicy.ExtraStore).Add(authority);
        }

        if (received is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(received.ChainPolicy.ExtraStore);
        }

        return chain.Build(shown) ? null : ReasonsOf(chain);
    }

    /// <summary>Names for which a certificate is.</summary>
    public static string NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(a => a.ToString())))
            .ToArray();
        return names.Length > 0 ? string.Join(", ", names) : certificate.Subject;
    }

    /// <summary>What is wrong with a chain, in one line.</summary>
    public static string ReasonsOf(X509Chain? chain)
    {
        var reasons = chain?.ChainStatus.Select(s => s.StatusInformation.Trim().TrimEnd('.'))
            .Where(r => r.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        return reasons is { Length: > 0 } ? string.Join("; ", reasons) + "." : "no authority here vouches for it.";
    }
}
