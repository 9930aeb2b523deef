using Farm.Transport.RabbitMq;

namespace Farm.Hosting.Broker;

/// <summary>Who a process is to the broker: from a file of its owner's alone, or from the environment.</summary>
public static class BrokerCredentials
{
    /// <summary>Environment variable with the user's name.</summary>
    public const string UserVariable = "FARM_BROKER_USER";

    /// <summary>Environment variable with the password.</summary>
    public const string PasswordVariable = "FARM_BROKER_PASSWORD";

    private const int MostBytes = 64 << 10;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Reads the login; null when neither is there.</summary>
    /// <param name="file">A file with lines <c>user=…</c> and <c>password=…</c>; it goes before the environment.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="FormatException">
    /// What is there is not complete, or others may read it; the message is one line and holds no password.
    /// </exception>
    public static BrokerLogin? Read(string? file, Func<string, string?> variable)
    {
        if (file is not null)
        {
            return ReadFile(file);
        }

        return (variable(UserVariable), variable(PasswordVariable)) switch
        {
            ({ Length: > 0 } user, { Length: > 0 } password) => new BrokerLogin(user, password),
            ({ Length: > 0 }, _) => throw new FormatException($"{UserVariable} is set, {PasswordVariable} is not: set both or none."),
            (_, { Length: > 0 }) => throw new FormatException($"{PasswordVariable} is set, {UserVariable} is not: set both or none."),
            _ => null,
        };
    }

    private static BrokerLogin ReadFile(string file)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in ReadLines(file))
        {
            number++;
            if (line.Trim() is "" or ['#', ..])
            {
                continue;
            }

            // The password is whatever follows the first '=', blanks included.
            var (key, value) = line.IndexOf('=', StringComparison.Ordinal) is var at and >= 0
                ? (line[..at].Trim(), line[(at + 1)..])
                : (line, "");
            if (key is not ("user" or "password") || value.Length == 0 || !values.TryAdd(key, value))
            {
                throw new FormatException(Invariant.Text(
                    $"{file}, line {number}: what is wanted is one line user=NAME and one line password=PASSWORD."));
            }
        }

        return values.Count == 2
            ? new BrokerLogin(values["user"], values["password"])
            : throw new FormatException($"{file}: there is no line {(values.ContainsKey("user") ? "password" : "user")}=….");
    }

    private static string[] ReadLines(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);

            // Of the open file, not of its name: what is checked is what is read.
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & Others) != 0)
            {
                throw new FormatException($"{file}: others than its owner may open it, and it holds a password; run: chmod 600 {file}");
            }

            if (stream.Length > MostBytes)
            {
                throw new FormatException($"{file}: this is no credentials file, it is too long.");
            }

            using var reader = new StreamReader(stream);
            return [.. reader.ReadToEnd().Split('\n').Select(l => l.TrimEnd('\r'))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{file}: the credentials cannot be read: {e.Message}", e);
        }
    }
}
