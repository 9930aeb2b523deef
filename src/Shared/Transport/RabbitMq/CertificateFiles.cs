using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farm.Domain;

namespace Farm.Transport.RabbitMq;

/// <summary>Reads certificates and keys, and says clearly what is wrong with them.</summary>
internal static class CertificateFiles
{
    /// <summary>The certificates of a file; at least one.</summary>
    /// <exception cref="TransportException">There is no such file, or no certificate in it.</exception>
    public static X509Certificate2Collection ReadAuthorities(string file)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(ReadText(file));
        }
        catch (CryptographicException exception)
        {
            throw Fault($"'{file}' holds a damaged certificate: {exception.Message}", exception);
        }

        return found.Count > 0
            ? found
            : throw Fault($"'{file}' holds no PEM certificate (-----BEGIN CERTIFICATE-----).");
    }

    /// <summary>
    /// This process's certificate with its key, then intermediate ones; null when no files are given.
    /// </summary>
    /// <exception cref="TransportException">
    /// A file is missing, holds something else, or the two do not belong together.
    /// </exception>
    public static X509Certificate2Collection? ReadOwn(string? certificateFile, string? keyFile)
    {
        if (certificateFile is null && keyFile is null)
        {
            return null;
        }

        if (certificateFile is null || keyFile is null)
        {
            throw Fault("A client certificate needs both files: --certificate and --key.");
        }

        var chain = ReadAuthorities(certificateFile);
        var key = ReadText(keyFile);
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw Fault($"'{keyFile}' holds no PEM private key (-----BEGIN PRIVATE KEY-----).");
        }

        if (key.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            throw Fault($"The private key in '{keyFile}' is encrypted; farm reads plain ones.");
        }

        try
        {
            using var pair = X509Certificate2.CreateFromPem(ReadText(certificateFile), key);

            // A key that lives in memory alone is of no use to TLS on Windows; through PKCS #12 it is everywhere.
            chain[0] = X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
            return chain;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw Fault($"'{keyFile}' is not the private key of the certificate in '{certificateFile}'.", exception);
        }
    }

    /// <summary>A fault that trying again does not cure.</summary>
    public static TransportException Fault(string message, Exception? inner = null) =>
        new(LinkFault.Refused, message, inner);

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault(
                exception is FileNotFoundException or DirectoryNotFoundException
                    ? $"There is no file '{file}'."
                    : $"'{file}' cannot be read: {exception.Message}",
                exception);
        }
    }
}
