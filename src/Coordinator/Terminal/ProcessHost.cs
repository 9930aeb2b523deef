using System.Text;
using Farm.Studies;
using Farm.Studies.Data;
using Microsoft.Win32.SafeHandles;

namespace Farm.Coordinator.Terminal;

/// <summary>The real process as a host: its standard streams, its terminal and its signals.</summary>
public sealed class ProcessHost : IDisposable
{
    private const int WidthWhenUnknown = 120;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Interruption interruption = new();
    private readonly SignalWatch signals;

    /// <summary>Takes over signals and standard streams.</summary>
    /// <param name="studies">The studies that can be run.</param>
    /// <param name="library">The data sets that they can learn.</param>
    public ProcessHost(StudyCatalog studies, DataLibrary library)
    {
        var error = new StreamWriter(Console.OpenStandardError(), Utf8) { AutoFlush = true };
        Host = new FarmHost(studies, OpenOutput(), error)
        {
            OutputScreen = ScreenOf(Console.IsOutputRedirected),
            ErrorScreen = ScreenOf(Console.IsErrorRedirected),
            Interruption = interruption,
            Library = library,
        };
        signals = new SignalWatch(
            interruption,
            () => Host.Say("stopping cleanly; once more stops at once (nothing that is on disk is lost)."));
    }

    /// <summary>The host for <see cref="Verbs.FarmCommand"/>.</summary>
    public FarmHost Host { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        signals.Dispose();
        interruption.Dispose();
    }

    /// <summary>
    /// The framework's own standard output swallows a broken pipe, so that <c>farm trials … | head</c> would compute to
    /// the end for nobody; a plain file stream reports it. A seekable file keeps the framework's stream, which shares
    /// its position with whoever opened it.
    /// </summary>
    private static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        var plain = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return plain.CanSeek ? Console.OpenStandardOutput() : plain;
    }

    private static Screen ScreenOf(bool isRedirected)
    {
        if (isRedirected)
        {
            return Screen.None;
        }

        // https://no-color.org: any text that is not empty turns colour off.
        var isDumb = Environment.GetEnvironmentVariable("TERM") is "dumb" or "" or null && !OperatingSystem.IsWindows();
        var hasColor = !isDumb && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var (width, height) = (Console.WindowWidth, Console.WindowHeight);
        var screen = new Screen(true, hasColor, width > 0 ? width : WidthWhenUnknown) { HasCursor = !isDumb };
        return height > 0 ? screen with { Height = height } : screen;
    }
}
