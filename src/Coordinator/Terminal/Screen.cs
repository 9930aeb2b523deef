using Spectre.Console;

namespace Farm.Coordinator.Terminal;

/// <summary>What a stream is shown on.</summary>
/// <param name="IsTerminal">Whether somebody looks at it live.</param>
/// <param name="HasColor">Whether escape codes for colour are welcome.</param>
/// <param name="Width">Columns; lines are never wrapped where it is not a terminal.</param>
public readonly record struct Screen(bool IsTerminal, bool HasColor, int Width)
{
    /// <summary>A pipe or a file.</summary>
    public static Screen None { get; } = new(false, false, 10_000);

    /// <summary>Whether it understands movements of the cursor.</summary>
    public bool HasCursor { get; init; }

    /// <summary>Rows of a terminal; 24, as terminals once had, where nobody says.</summary>
    public int Height { get; init; } = 24;

    /// <summary>A console on such a stream.</summary>
    public IAnsiConsole Console(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = IsTerminal && HasCursor ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = HasColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Width;
        return console;
    }
}
