using Spectre.Console;
using Spectre.Console.Rendering;

namespace Farm.Coordinator.Terminal;

/// <summary>
/// A message to be written over a live display, which is drawn again below it: what stands there is erased first, or its
/// rows would show behind the message's.
/// </summary>
/// <param name="message">The message, of one line or more.</param>
internal sealed class MessageAbove(string message) : Renderable
{
    private const string EraseToEnd = "\u001b[0J";

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        if (options.Ansi)
        {
            yield return Segment.Control(EraseToEnd);
        }

        foreach (var segment in ((IRenderable)new Text(message)).Render(options, maxWidth))
        {
            yield return segment;
        }

        yield return Segment.LineBreak;
    }
}
