namespace Farm.Transport.RabbitMq;

/// <summary>Files of an encrypted connection, all PEM.</summary>
/// <param name="AuthorityFile">
/// Certificates of the authorities that may vouch for the broker, instead of the system's; null trusts the system's.
/// </param>
/// <param name="CertificateFile">
/// This process's own certificate, followed by intermediate ones if there are any; null shows none.
/// </param>
/// <param name="KeyFile">The certificate's private key, not encrypted; given with the certificate, or null.</param>
public sealed record BrokerCertificates(string? AuthorityFile, string? CertificateFile, string? KeyFile);
