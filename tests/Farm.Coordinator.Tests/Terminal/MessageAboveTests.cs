using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Tests.Terminal;

public class MessageAboveTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_message_erases_what_stands_below_it_before_it_is_written(bool hasCursor)
    {
        using var written = new StringWriter();
        var console = new Screen(IsTerminal: true, HasColor: false, Width: 20) { HasCursor = hasCursor }.Console(written);

        console.Write(new MessageAbove("farm: a message that takes two rows"));

        var rows = written.ToString().Split('\n').Select(r => r.TrimEnd()).ToArray();
        Assert.Equal(
            [(hasCursor ? "\u001b[0J" : "") + "farm: a message that", "takes two rows", ""], rows);
    }
}
