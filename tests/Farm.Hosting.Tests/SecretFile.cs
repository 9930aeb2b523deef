namespace Farm.Hosting.Tests;

/// <summary>A file that only its owner may open, unless told otherwise.</summary>
internal sealed class SecretFile : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("farm-hosting-").FullName;

    public SecretFile(string text, UnixFileMode others = UnixFileMode.None)
    {
        File.WriteAllText(Name, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Name, UnixFileMode.UserRead | UnixFileMode.UserWrite | others);
        }
    }

    public string Name => Path.Combine(folder, "broker.credentials");

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
